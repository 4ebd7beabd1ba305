import type { ReaderHeading } from "#main/documents/reader/contract.ts";

export interface OutlineProps {
  outline: readonly ReaderHeading[];
  page: number;
  onPage: (page: number) => void;
}

/** Headings of the document, each the way to its page. */
export function Outline({ outline, page, onPage }: OutlineProps) {
  const here = outline.findLast((heading) => heading.page <= page);
  return (
    <ol className="outline">
      {outline.map((heading) => (
        <li key={`${String(heading.page)}.${String(heading.start)}`}>
          <button
            type="button"
            className={`level-${String(Math.min(3, heading.level))}`}
            aria-current={heading === here ? "location" : undefined}
            onClick={() => onPage(heading.page)}
          >
            <span className="cut">{heading.text}</span>
            <span className="tiny t3 n">{heading.page}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
