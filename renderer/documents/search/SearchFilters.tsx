import { useState } from "react";
import type { Collection, DocumentKind } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select, TextField } from "#renderer/ui/Field.tsx";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { kindName } from "../kind-name.ts";
import { scopeText } from "./scope-text.ts";
import { ScopeDialog } from "./ScopeDialog.tsx";
import type { Asked } from "./search-store.ts";

export interface SearchFiltersProps {
  asked: Asked;
  collections: readonly Collection[];
  onChange: (change: Partial<Asked>) => void;
}

const KINDS: readonly DocumentKind[] = [
  ...(["pdf", "docx", "odt", "rtf", "epub", "html", "markdown", "text", "xlsx", "csv", "pptx"] as const),
  ...(["mail", "mailbox", "image"] as const),
];
const ANY = "any";

/** Where is searched and in what: a change asks again. */
export function SearchFilters({ asked, collections, onChange }: SearchFiltersProps) {
  const t = useText();
  const { kind, from, to, section, wordsOnly } = asked;
  const [isChoosing, setChoosing] = useState(false);
  const [typedSection, setTypedSection] = useState(section);
  const [isOpen, setOpen] = useState(kind !== null || from !== "" || to !== "" || section !== "");
  const takeSection = () => {
    if (typedSection.trim() !== section) onChange({ section: typedSection.trim() });
  };
  return (
    <div className="search-filters">
      <div className="row">
        <Button icon="docs" iconAfter="down" aria-haspopup="dialog" onClick={() => setChoosing(true)}>
          {scopeText(t, asked, collections)}
        </Button>
        <Segmented
          label={t("documents.search.by")}
          value={wordsOnly ? "words" : "meaning"}
          options={[
            { value: "words", label: t("documents.search.words") },
            { value: "meaning", label: t("documents.search.meaning") },
          ]}
          onChange={(by) => onChange({ wordsOnly: by === "words" })}
        />
        <Button kind="text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? "documents.search.fewerFilters" : "documents.search.moreFilters")}
        </Button>
      </div>
      {isOpen && (
        <div className="search-more">
          <Select<DocumentKind | typeof ANY>
            label={t("documents.filter.kind")}
            value={kind ?? ANY}
            options={[
              { value: ANY, label: t("documents.filter.allKinds") },
              ...KINDS.map((one) => ({ value: one, label: kindName(t, one) })),
            ]}
            onChange={(one) => onChange({ kind: one === ANY ? null : one })}
          />
          <TextField
            type="date"
            label={t("documents.search.from")}
            value={from}
            onChange={(day) => onChange({ from: day })}
          />
          <TextField
            type="date"
            label={t("documents.search.to")}
            value={to}
            onChange={(day) => onChange({ to: day })}
          />
          <TextField
            label={t("documents.search.section")}
            value={typedSection}
            maxLength={200}
            onChange={setTypedSection}
            onBlur={takeSection}
            onKeyDown={(event) => {
              if (event.key === "Enter") takeSection();
            }}
          />
          <p className="tiny t3">{t("documents.search.dateHelp")}</p>
        </div>
      )}
      {isChoosing && (
        <ScopeDialog
          scope={asked}
          collections={collections}
          onChoose={(scope) => {
            setChoosing(false);
            onChange(scope);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}
