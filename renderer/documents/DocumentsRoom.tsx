import { useAction } from "#renderer/app/actions/registry.ts";
import { closeDrawer } from "#renderer/app/frame/frame-store.ts";
import { ListPane } from "#renderer/app/frame/ListPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useCollections } from "#renderer/app/state/collections.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Empty } from "#renderer/ui/Empty.tsx";
import { CollectionPage } from "./collection/CollectionPage.tsx";
import { CollectionList } from "./list/CollectionList.tsx";
import { SearchPage } from "./search/SearchPage.tsx";
import { useCollectionActions } from "./use-collection-actions.ts";
import { useDropsOutside } from "./use-drops-outside.ts";
import "./documents.css";

/** Where in the room one is; without an id it is the first collection. */
export type DocumentsPlace = { kind: "collection"; collectionId: string | null } | { kind: "search" };

export interface DocumentsRoomProps {
  place: DocumentsPlace;
  onOpen: (collectionId: string | null) => void;
  onSearch: () => void;
}

/** The collections, and one of them, or the search in all. */
export function DocumentsRoom({ place, onOpen, onSearch }: DocumentsRoomProps) {
  const t = useText();
  const collections = useCollections((all) => all);
  const first = collections?.[0]?.id ?? null;
  const shownId = place.kind === "search" ? null : (place.collectionId ?? first);
  const open = (id: string | null) => {
    closeDrawer();
    onOpen(id);
  };
  const actions = useCollectionActions(shownId, open);
  useAction({ id: "new", label: t("documents.new"), icon: "plus", run: actions.create });
  useDropsOutside(shownId, open);

  return (
    <>
      <ListPane
        label={t("documents.list")}
        actions={
          <>
            <Button
              kind="quiet"
              icon="search"
              label={t("keys.searchAll")}
              action="search-all"
              onClick={() => {
                closeDrawer();
                onSearch();
              }}
            />
            <Button kind="quiet" icon="plus" label={t("documents.new")} action="new" onClick={actions.create} />
          </>
        }
      >
        <CollectionList collections={collections} currentId={shownId} actions={actions} onOpen={open} />
      </ListPane>
      {place.kind === "search" ? (
        <SearchPage collections={collections ?? []} />
      ) : shownId === null ? (
        <MainPane>
          <RoomBar title={t("app.documents")} />
          <div className="scroll documents-empty">
            {collections !== null && (
              <Empty
                title={t("documents.empty.title")}
                actions={
                  <Button kind="go" size="lg" onClick={actions.create}>
                    {t("documents.new")}
                  </Button>
                }
              >
                {t("documents.empty")}
              </Empty>
            )}
          </div>
        </MainPane>
      ) : (
        <CollectionPage key={shownId} collectionId={shownId} actions={actions} />
      )}
    </>
  );
}
