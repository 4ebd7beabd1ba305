import { useEffect, useState } from "react";
import type { Page } from "#main/documents/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** What stands on a page; null until it is there. */
export function usePage(documentId: string, number: number): Page | null {
  const client = useClient();
  const [page, setPage] = useState<Page | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    client.documents.page({ documentId, number }, { signal: stop.signal }).then(setPage, () => setPage(null));
    return () => stop.abort();
  }, [client, documentId, number]);
  return page;
}
