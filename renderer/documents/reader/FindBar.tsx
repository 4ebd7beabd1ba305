import { useRef } from "react";
import { useAction } from "#renderer/app/actions/registry.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import type { Find } from "./use-find.ts";

/** Words to look for in the document: Enter and Shift Enter go through the places, Esc ends it. */
export function FindBar({ find }: { find: Find }) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  useAction({ id: "find", label: t("reader.find"), icon: "search", run: () => field.current?.select() });
  const has = find.matches.length > 0;
  return (
    <div className="find row" role="search" aria-label={t("reader.find")}>
      <TextField
        hideLabel
        ref={field}
        type="search"
        icon="search"
        label={t("reader.find")}
        placeholder={t("reader.find")}
        maxLength={500}
        value={find.words}
        onChange={find.setWords}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
          if (event.key === "Escape" && find.words !== "") {
            event.stopPropagation();
            find.setWords("");
          }
        }}
      />
      <span className="tiny t2 n" role="status">
        {find.isSearched &&
          (has ? t("reader.find.place", { place: find.place, count: find.matches.length }) : t("reader.find.none"))}
      </span>
      {has && (
        <>
          <Button kind="quiet" size="sm" icon="up" label={t("reader.find.previous")} onClick={() => find.step(-1)} />
          <Button kind="quiet" size="sm" icon="down" label={t("reader.find.next")} onClick={() => find.step(1)} />
        </>
      )}
    </div>
  );
}
