import { useEffect, useState } from "react";
import type { DocumentFacts } from "#main/documents/contract.ts";
import type { ReaderHeading, ReaderPage } from "#main/documents/reader/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

/** A document that is open for reading. */
export interface Opened {
  readonly documentId: string;
  readonly collectionId: string;
  readonly name: string;
  readonly facts: DocumentFacts | null;
  readonly pages: readonly ReaderPage[];
  readonly canDraw: boolean;
  /** Of the file as it was read. */
  readonly sha256: string | null;
  readonly outline: readonly ReaderHeading[];
}

/**
 * null until it is there; the error when it is not to be had. `version`: of the file as it was read; it is opened again for another one, and
 * not before there is one.
 */
export function useOpened(
  documentId: string,
  version: string | null,
): { opened: Opened | null; error: ErrorShape | null } {
  const client = useClient();
  const [state, setState] = useState<{ opened: Opened | null; error: ErrorShape | null }>({
    opened: null,
    error: null,
  });
  useEffect(() => {
    if (version === null) return;
    const stop = new AbortController();
    const options = { signal: stop.signal };
    Promise.all([
      client.documents.reader.open({ documentId }, options),
      client.documents.reader.outline({ documentId }, options),
    ]).then(
      ([open, outline]) => setState({ opened: { ...open, outline }, error: null }),
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ opened: null, error: toErrorShape(error) });
      },
    );
    return () => stop.abort();
  }, [client, documentId, version]);
  return state;
}
