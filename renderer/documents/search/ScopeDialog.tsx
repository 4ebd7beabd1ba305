import { useState } from "react";
import type { Collection } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { ScopeDocuments } from "./ScopeDocuments.tsx";
import { EVERYWHERE, type Scope } from "./search-store.ts";

export interface ScopeDialogProps {
  scope: Scope;
  collections: readonly Collection[];
  onChoose: (scope: Scope) => void;
  onClose: () => void;
}

/** Which collections are searched, and which single documents of others. Nothing chosen is everything. */
export function ScopeDialog({ scope, collections, onChoose, onClose }: ScopeDialogProps) {
  const t = useText();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(scope.collectionIds));
  const [documents, setDocuments] = useState<ReadonlySet<string>>(new Set(scope.documentIds));
  const [openId, setOpenId] = useState<string | null>(null);
  const choose = () => {
    const isAll = chosen.size === 0 && documents.size === 0;
    onChoose(isAll ? EVERYWHERE : { collectionIds: [...chosen], documentIds: [...documents] });
  };
  return (
    <Dialog
      title={t("documents.scope.title")}
      wide
      reading
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button onClick={() => onChoose({ ...EVERYWHERE })}>{t("documents.scope.everywhere")}</Button>
          <Button kind="go" onClick={choose}>
            {t("documents.scope.choose")}
          </Button>
        </>
      }
    >
      <ul className="scope">
        {collections.map(({ id, name, documents: count }) => (
          <li key={id}>
            <div className="row">
              <label className="grow">
                <input type="checkbox" checked={chosen.has(id)} onChange={() => setChosen(toggled(chosen, id))} />
                <span className="cut">{name}</span>
                <span className="tiny t3 n">{t("documents.count", { count })}</span>
              </label>
              {!chosen.has(id) && count > 0 && (
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
            {openId === id && !chosen.has(id) && (
              <ScopeDocuments
                collectionId={id}
                chosen={documents}
                onToggle={(documentId) => setDocuments(toggled(documents, documentId))}
              />
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function toggled(set: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
