import type { SearchResult } from "#main/documents/contract.ts";
import { useOpenPassage } from "#renderer/app/reading.ts";
import { Hit } from "./Hit.tsx";

/** The passages that were found, the nearest first. */
export function Hits({ result, isShort = false }: { result: SearchResult; isShort?: boolean }) {
  const open = useOpenPassage();
  const all = result.passages.map((passage) => ({ ...passage, number: null }));
  return (
    <ol className={isShort ? "hits short" : "hits"}>
      {result.passages.map((passage, at) => (
        <li key={passage.key}>
          <Hit result={result} passage={passage} isShort={isShort} onOpen={() => open(all, at)} />
        </li>
      ))}
    </ol>
  );
}
