import { useMemo } from "react";
import { create } from "zustand";
import type { Collection } from "#main/documents/contract.ts";
import { getCollections } from "#renderer/app/state/collections.ts";
import { errorText, t } from "#renderer/app/texts.ts";
import { client } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";

type Named = Pick<Collection, "id" | "name">;

/** What can be done with a collection from its row and from its page. */
export interface CollectionActions {
  /** A new one; its name is asked for where it stands. */
  readonly create: () => void;
  readonly remove: (collection: Named) => void;
  readonly rename: (collection: Named, name: string) => void;
}

/** The collection that was just made: its page begins with its name. */
export const useJustMade = create<{ collectionId: string | null }>(() => ({ collectionId: null }));

/** Removing is done at once and offers Undo; the focus goes to the row that takes the place. */
export function useCollectionActions(currentId: string | null, onOpen: (id: string | null) => void): CollectionActions {
  return useMemo(
    () => ({
      create() {
        client.documents.createCollection({ name: t("documents.new.name") }).then(({ collectionId }) => {
          useJustMade.setState({ collectionId });
          onOpen(collectionId);
        }, sayFailed);
      },
      remove({ id, name }) {
        const all = getCollections() ?? [];
        const at = all.findIndex((one) => one.id === id);
        const next = all[at + 1] ?? all[at - 1] ?? null;
        const undo = () => void client.documents.restoreCollection({ collectionId: id }).catch(sayFailed);
        client.documents.removeCollection({ collectionId: id }).then(() => {
          if (id === currentId) onOpen(next?.id ?? null);
          if (next !== null) focusRow(next.id);
          toast(t("documents.collection.removed", { name }), { undo });
        }, sayFailed);
      },
      rename({ id }, name) {
        client.documents.renameCollection({ collectionId: id, name }).catch(sayFailed);
      },
    }),
    [currentId, onOpen],
  );
}

/** What was asked from a row or a menu and did not work is said where it is seen from anywhere. */
export function sayFailed(error: unknown): void {
  toast(t(...errorText(toErrorShape(error))));
}

function focusRow(collectionId: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-collection="${collectionId}"]`)?.focus());
}
