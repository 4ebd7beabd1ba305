import { useState } from "react";
import type { Source } from "#main/documents/grounding/contract.ts";
import { useCollections } from "#renderer/app/state/collections.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { ScopeList } from "../search/ScopeList.tsx";

export interface ChooseSourcesProps {
  sources: readonly Source[];
  onChoose: (sources: Source[]) => void;
  onClose: () => void;
}

/** Which collections and single documents a chat answers from. Single passages that it answers from stay. */
export function ChooseSources({ sources, onChoose, onClose }: ChooseSourcesProps) {
  const t = useText();
  const collections = useCollections((all) => all);
  const [chosen, setChosen] = useState<readonly Source[]>(sources);
  const collectionIds = new Set(chosen.flatMap((one) => (one.kind === "collection" ? [one.collectionId] : [])));
  const documentIds = new Set(chosen.flatMap((one) => (one.kind === "document" ? [one.documentId] : [])));

  const toggle = (source: Source, isSame: (other: Source) => boolean) => {
    const left = chosen.filter((other) => !isSame(other));
    setChosen(left.length < chosen.length ? left : [...chosen, source]);
  };

  return (
    <Dialog
      title={t("sources.dialog")}
      wide
      reading
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          {collections?.length !== 0 && (
            <Button kind="go" onClick={() => onChoose([...chosen])}>
              {t("sources.dialog.choose")}
            </Button>
          )}
        </>
      }
    >
      {collections?.length === 0 ? (
        <p>{t("sources.dialog.none")}</p>
      ) : (
        <ScopeList
          collections={collections ?? []}
          chosenCollections={collectionIds}
          chosenDocuments={documentIds}
          onCollection={({ id: collectionId, name }) =>
            toggle(
              { kind: "collection", collectionId, name },
              (other) => other.kind === "collection" && other.collectionId === collectionId,
            )
          }
          onDocument={({ id: documentId, name }) =>
            toggle(
              { kind: "document", documentId, name },
              (other) => other.kind === "document" && other.documentId === documentId,
            )
          }
        />
      )}
    </Dialog>
  );
}
