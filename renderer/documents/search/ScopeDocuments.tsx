import { useState } from "react";
import type { Document } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { TextField } from "#renderer/ui/Field.tsx";
import { matchDocuments, NO_FILTERS } from "../collection/match-documents.ts";
import { sortDocuments } from "../collection/sort-documents.ts";
import { useDocuments } from "../use-documents.ts";

export interface ScopeDocumentsProps {
  collectionId: string;
  chosen: ReadonlySet<string>;
  onToggle: (document: Document) => void;
}

/** More are found by their name. */
const MOST = 50;

/** Single documents of a collection. */
export function ScopeDocuments({ collectionId, chosen, onToggle }: ScopeDocumentsProps) {
  const t = useText();
  const { state } = useDocuments(collectionId);
  const [name, setName] = useState("");
  const all = sortDocuments([...(state?.values() ?? [])], { key: "name", isDown: false });
  const found = matchDocuments(all, { ...NO_FILTERS, name });
  return (
    <div className="scope-documents">
      {all.length > MOST && (
        <TextField
          hideLabel
          type="search"
          icon="search"
          label={t("documents.filter.name")}
          placeholder={t("documents.filter.name")}
          value={name}
          onChange={setName}
        />
      )}
      <ul>
        {found.slice(0, MOST).map((document) => (
          <li key={document.id}>
            <label>
              <input type="checkbox" checked={chosen.has(document.id)} onChange={() => onToggle(document)} />
              <span className="cut">{document.name}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > MOST && <p className="tiny t3">{t("documents.scope.more", { more: found.length - MOST })}</p>}
    </div>
  );
}
