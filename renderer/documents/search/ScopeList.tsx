import { useState } from "react";
import type { Collection, Document } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { ScopeDocuments } from "./ScopeDocuments.tsx";

export interface ScopeListProps {
  collections: readonly Collection[];
  chosenCollections: ReadonlySet<string>;
  chosenDocuments: ReadonlySet<string>;
  onCollection: (collection: Collection) => void;
  onDocument: (document: Document) => void;
}

/** Collections to choose from, and single documents of those that are not chosen. */
export function ScopeList(props: ScopeListProps) {
  const { collections, chosenCollections, chosenDocuments, onCollection, onDocument } = props;
  const t = useText();
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <ul className="scope">
      {collections.map((collection) => {
        const { id, name, documents: count } = collection;
        const isChosen = chosenCollections.has(id);
        return (
          <li key={id}>
            <div className="row">
              <label className="grow">
                <input type="checkbox" checked={isChosen} onChange={() => onCollection(collection)} />
                <span className="cut">{name}</span>
                <span className="tiny t3 n">{t("documents.count", { count })}</span>
              </label>
              {!isChosen && count > 0 && (
                <Button
                  kind="text"
                  size="sm"
                  aria-expanded={openId === id}
                  aria-label={t("documents.scope.documents.label", { name })}
                  onClick={() => setOpenId(openId === id ? null : id)}
                >
                  {t("documents.scope.documents")}
                </Button>
              )}
            </div>
            {openId === id && !isChosen && (
              <ScopeDocuments collectionId={id} chosen={chosenDocuments} onToggle={onDocument} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
