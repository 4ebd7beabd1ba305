import type { Collection } from "#main/documents/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<readonly Collection[], readonly Collection[]>(
  (c, signal) => c.documents.watchCollections(undefined, { signal }),
  (_old, collections) => collections,
);

/** Part of the collections, by name; null before the first answer. */
export const useCollections = watch.use;
export const getCollections = watch.get;
