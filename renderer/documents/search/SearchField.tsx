import type { Ref } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import type { SearchStore } from "./search-store.ts";

export interface SearchFieldProps {
  search: SearchStore;
  label: string;
  ref?: Ref<HTMLInputElement>;
  withButton?: boolean;
}

/** The question; Enter searches, Esc clears. */
export function SearchField({ search, label, ref, withButton = false }: SearchFieldProps) {
  const t = useText();
  const question = search.use(({ asked }) => asked.question);
  return (
    <div className="row" role="search" aria-label={label}>
      <TextField
        hideLabel
        ref={ref}
        type="search"
        icon="search"
        className="grow"
        action="find"
        label={label}
        placeholder={t("documents.search.placeholder")}
        maxLength={4_000}
        value={question}
        onChange={(text) => search.change({ question: text })}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") void search.run();
          if (event.key === "Escape" && question !== "") {
            event.stopPropagation();
            search.clear();
          }
        }}
      />
      {withButton && (
        <Button
          kind="go"
          reason={question.trim() === "" ? t("documents.search.empty") : undefined}
          onClick={() => void search.run()}
        >
          {t("documents.search.go")}
        </Button>
      )}
    </div>
  );
}
