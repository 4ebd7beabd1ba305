import { useState } from "react";
import type { Collection } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { ScopeList } from "./ScopeList.tsx";
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
      <ScopeList
        collections={collections}
        chosenCollections={chosen}
        chosenDocuments={documents}
        onCollection={({ id }) => setChosen(toggled(chosen, id))}
        onDocument={({ id }) => setDocuments(toggled(documents, id))}
      />
    </Dialog>
  );
}

function toggled(set: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
