import { useEffect, useState } from "react";
import type { DocumentNow, GivenPassage } from "#main/documents/grounding/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** How the documents of these passages stand to what was read of them, in their order; null until it is known. Asked once. */
export function useDocumentsNow(passages: readonly GivenPassage[]): readonly DocumentNow[] | null {
  const client = useClient();
  const [now, setNow] = useState<readonly DocumentNow[] | null>(null);
  const read = JSON.stringify(passages.map(({ documentId, sha256 }) => ({ documentId, sha256 })));
  useEffect(() => {
    const stop = new AbortController();
    client.documents
      .now({ read: JSON.parse(read) as { documentId: string; sha256: string }[] }, { signal: stop.signal })
      // What is not known is not said: the passage itself is here.
      .then(setNow, () => setNow(null));
    return () => stop.abort();
  }, [client, read]);
  return now;
}
