import { useEffect, useState } from "react";
import type { ReadingPart } from "#renderer/app/reading.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** The words of a place; null until they are there. */
export function usePartsText(documentId: string, parts: readonly ReadingPart[]): string | null {
  const client = useClient();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const words = async ({ page, start, end }: ReadingPart): Promise<string> => {
      const { text } = await client.documents.page({ documentId, number: page }, { signal: stop.signal });
      return text.slice(start, end);
    };
    Promise.all(parts.map(words)).then(
      (all) => setText(all.length === 0 ? null : all.join(" ")),
      () => setText(null),
    );
    return () => stop.abort();
  }, [client, documentId, parts]);
  return text;
}
