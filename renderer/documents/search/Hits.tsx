import type { SearchResult } from "#main/documents/contract.ts";
import { Hit } from "./Hit.tsx";

/** The passages that were found, the nearest first. */
export function Hits({ result, isShort = false }: { result: SearchResult; isShort?: boolean }) {
  return (
    <ol className={isShort ? "hits short" : "hits"}>
      {result.passages.map((passage) => (
        <li key={passage.key}>
          <Hit result={result} passage={passage} isShort={isShort} />
        </li>
      ))}
    </ol>
  );
}
