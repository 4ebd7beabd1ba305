import { useEffect, useState } from "react";
import type { ReaderMatch } from "#main/documents/reader/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";

/** Finding words in the document that is read. */
export interface Find {
  readonly words: string;
  readonly setWords: (words: string) => void;
  readonly matches: readonly ReaderMatch[];
  /** Where one has come to; null: nothing is found, or looked for. */
  readonly match: ReaderMatch | null;
  /** From 1; 0: none. */
  readonly place: number;
  readonly step: (by: 1 | -1) => void;
  readonly isSearched: boolean;
}

/** Who types wants to see what comes of it, not of every letter. */
const PAUSE_MS = 150;
const nothing: readonly ReaderMatch[] = [];

/** `page`: the one in sight, from which on is looked first. */
export function useFind(documentId: string, page: number): Find {
  const client = useClient();
  const [words, setWords] = useState("");
  const [last, setFound] = useState<{ words: string; matches: readonly ReaderMatch[]; at: number } | null>(null);
  const looked = words.trim();
  const found = looked === "" ? null : last;
  useEffect(() => {
    if (looked === "") return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      client.documents.reader.find({ documentId, words: looked }, { signal: stop.signal }).then(
        (matches) => {
          const next = matches.findIndex((match) => match.page >= page);
          setFound({ words: looked, matches, at: Math.max(0, next) });
        },
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // The page at which one begins to look counts, not those that are come to.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, documentId, looked]);
  const matches = found?.matches ?? nothing;
  return {
    words,
    setWords,
    matches,
    match: matches[found?.at ?? 0] ?? null,
    place: matches.length === 0 ? 0 : (found?.at ?? 0) + 1,
    step: (by) =>
      setFound((now) => now && { ...now, at: (now.at + by + now.matches.length) % Math.max(1, now.matches.length) }),
    isSearched: found !== null && found.words === looked,
  };
}
