import { useState } from "react";
import { useAction } from "#renderer/app/actions/registry.ts";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useCollections } from "#renderer/app/state/collections.ts";
import { useText } from "#renderer/app/texts.ts";
import { useGoTo } from "#renderer/app/use-go-to.ts";
import { wantSources } from "#renderer/app/wanted-sources.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { MenuItem } from "#renderer/ui/Menu.tsx";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import { CollectionMenu } from "../CollectionMenu.tsx";
import { LONGEST_NAME } from "../longest-name.ts";
import { useDocuments } from "../use-documents.ts";
import { useJustMade, type CollectionActions } from "../use-collection-actions.ts";
import { Coverage } from "./Coverage.tsx";
import { countsOf } from "./counts.ts";
import { DocumentsPart } from "./DocumentsPart.tsx";
import { DropZone } from "./DropZone.tsx";
import { useAdding } from "./use-adding.tsx";
import "./collection.css";

/** One collection: what was read of it and what was not, its documents, and adding more. */
export function CollectionPage({ collectionId, actions }: { collectionId: string; actions: CollectionActions }) {
  const t = useText();
  const collection = useCollections((all) => all.find(({ id }) => id === collectionId) ?? null);
  const { state: documents, error } = useDocuments(collectionId);
  const isNew = useJustMade((made) => made.collectionId === collectionId);
  const [isNaming, setNaming] = useState(isNew);
  const adding = useAdding(collectionId);
  const goTo = useGoTo();
  useAction({ id: "add", label: t("documents.add"), icon: "plus", run: adding.addFiles });
  useAction({ id: "documents.watch", label: t("documents.watch"), icon: "folder", run: adding.addFolder });

  const all = [...(documents?.values() ?? [])];
  const counts = countsOf(all);
  const name = collection?.name ?? "";
  if (collection === null || error !== null) {
    return (
      <MainPane>
        <RoomBar title={t("app.documents")} />
        <div className="scroll documents-empty">{error !== null && <Fault error={error} />}</div>
      </MainPane>
    );
  }
  const ask = () => {
    wantSources({ sources: [{ kind: "collection", collectionId, name }], strictness: "balanced" });
    goTo("/chat");
  };
  const endNaming = (next: string | null) => {
    setNaming(false);
    useJustMade.setState({ collectionId: null });
    if (next !== null) actions.rename(collection, next);
  };
  const heading = isNaming && (
    <>
      <h1 className="sr">{name}</h1>
      <TitleField title={name} label={t("documents.collection.name")} maxLength={LONGEST_NAME} onEnd={endNaming} />
    </>
  );
  return (
    <MainPane>
      <RoomBar
        title={name}
        heading={heading || undefined}
        sub={
          <span className="n">
            {all.length === 0
              ? t("documents.none")
              : t("documents.sum", {
                  documents: all.length,
                  pages: counts.pages,
                  size: formatBytes(counts.bytes),
                })}
          </span>
        }
        actions={
          <>
            {counts.pages > 0 && (
              <Button icon="chat" tip={t("sources.ask.tip")} onClick={ask}>
                {t("sources.ask")}
              </Button>
            )}
            <Button icon="plus" action="add" onClick={adding.addFiles}>
              {t("documents.add")}
            </Button>
            <Button icon="folder" className="hide-s" onClick={adding.addFolder}>
              {t("documents.watch")}
            </Button>
          </>
        }
        more={
          <CollectionMenu collection={collection} actions={actions} onRename={() => setNaming(true)}>
            <MenuItem icon="half" onSelect={() => goTo(`/documents/collection/${collectionId}/evaluate`)}>
              {t("evaluate.menu")}
            </MenuItem>
            <MenuItem icon="folder" onSelect={adding.addFolder}>
              {t("documents.watch")}
            </MenuItem>
          </CollectionMenu>
        }
      />
      {all.length > 0 && <Coverage collectionId={collectionId} counts={counts} />}
      {adding.fault !== null && (
        <div className="documents-fault">
          <Fault error={adding.fault} />
        </div>
      )}
      {documents !== null &&
        (all.length === 0 ? (
          <div className="scroll documents-empty">
            <DropZone adding={adding} isAlone folders={collection.folders} />
          </div>
        ) : (
          <DocumentsPart collection={collection} documents={all} adding={adding} />
        ))}
      {adding.dialog}
    </MainPane>
  );
}
