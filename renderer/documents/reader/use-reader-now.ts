import type { ReaderNow } from "#main/documents/reader/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useWatch, type Watched } from "#renderer/rpc/use-watch.ts";

/** Which file a document is read from, and what is marked in it, wherever that is done; null until it is known. */
export function useReaderNow(documentId: string): Watched<ReaderNow | null> {
  const client = useClient();
  return useWatch<ReaderNow | null, ReaderNow>(
    documentId,
    (signal) => client.documents.reader.watch({ documentId }, { signal }),
    (_before, now) => now,
    null,
  );
}
