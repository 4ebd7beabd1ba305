import type { Page } from "#main/documents/contract.ts";
import type { Run } from "./boxes.ts";

/** The text of a page over its picture, not seen, in its place: it can be selected, copied and read out. */
export function TextLayer({ page, runs, scale }: { page: Page; runs: readonly Run[]; scale: number }) {
  return (
    <div className="text-layer" dir="auto">
      {runs.map(({ start, end, left, top, width, height }, at) => (
        <span
          key={at}
          data-start={start}
          style={{
            left: left * scale,
            top: top * scale,
            width: width * scale,
            height: height * scale,
            fontSize: height * scale * LETTER_SHARE,
          }}
        >
          {page.text.slice(start, runs[at + 1]?.start ?? end)}
        </span>
      ))}
    </div>
  );
}

/** Of a line's height. */
const LETTER_SHARE = 0.86;
