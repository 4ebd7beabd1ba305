import type { Document, DocumentsEvent } from "#main/documents/contract.ts";
import { batched } from "#renderer/rpc/batched.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useWatch, type Watched } from "#renderer/rpc/use-watch.ts";

/** By id; as many as somebody keeps, thousands. */
export type Documents = ReadonlyMap<string, Document>;

/** While thousands are read their news come faster than anybody looks. */
const SHOWN_EVERY_MS = 120;

/** The documents of a collection as they are; null before the first answer. */
export function useDocuments(collectionId: string): Watched<Documents | null> {
  const client = useClient();
  return useWatch<Documents | null, readonly DocumentsEvent[]>(
    collectionId,
    async (signal) => batched(await client.documents.watch({ collectionId }, { signal }), SHOWN_EVERY_MS),
    afterEvents,
    null,
  );
}

export function afterEvents(before: Documents | null, events: readonly DocumentsEvent[]): Documents | null {
  let documents = before === null ? null : new Map(before);
  for (const event of events) {
    if (event.type === "snapshot") documents = new Map(event.documents.map((document) => [document.id, document]));
    else if (event.type === "changed") documents?.set(event.document.id, event.document);
    else documents?.delete(event.documentId);
  }
  return documents;
}
