import { useAction } from "#renderer/app/actions/registry.ts";
import { passagePath, type Place, useReading } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { CopyCited } from "./CopyCited.tsx";
import type { Marks } from "./use-marks.ts";
import type { Opened } from "./use-opened.ts";
import { usePartsText } from "./use-parts-text.ts";

export interface PassageStripProps {
  opened: Opened;
  /** Of the passage that is shown, among those one came from; -1: it is none of them. */
  at: number;
  place: Place;
  /** The document has changed since the passage was read. */
  isOther: boolean;
  marks: Marks;
  onOpen: (path: string) => void;
}

/** Above the pages: the sentence that is checked or the passage itself, the next one, marking it, and copying it with where it stands. */
export function PassageStrip({ opened, at, place, isOther, marks, onOpen }: PassageStripProps) {
  const t = useText();
  const { passages, sentence } = useReading();
  const passage = passages[at];
  // After a reload nothing is known of where one came from, but its place.
  const read = usePartsText(opened.documentId, place.parts);
  const text = passage?.text ?? read;
  const placed = JSON.stringify(place.parts);
  const isMarked = marks.all.some((mark) => mark.sha256 === opened.sha256 && JSON.stringify(mark.parts) === placed);
  const go = (by: 1 | -1) => {
    const next = passages[(at + by + passages.length) % passages.length];
    if (next !== undefined) onOpen(passagePath(next));
  };
  const hasOthers = at >= 0 && passages.length > 1;
  const step = (id: "next-item" | "previous-item", label: string, by: 1 | -1) =>
    hasOthers ? { id, label, keyOnly: true, run: () => go(by) } : null;
  useAction(step("next-item", t("reader.passage.next"), 1));
  useAction(step("previous-item", t("reader.passage.previous"), -1));
  if (passage === undefined && place.parts.length === 0 && !isOther) return null;
  return (
    <aside className="passage-strip" aria-label={t("reader.strip")}>
      {passage !== undefined && passage.number !== null && <span className="num">{passage.number}</span>}
      <div className="grow">
        {text !== null && <p className="read">{(passage && sentence) ?? excerpt(text)}</p>}
        {isOther && <p className="warn">{t("reader.changed")}</p>}
      </div>
      {text !== null && !isOther && (
        <>
          <Button
            kind="quiet"
            size="sm"
            icon="pen"
            reason={isMarked ? t("reader.marked") : undefined}
            onClick={() => marks.add(place.parts)}
          >
            {t("reader.mark")}
          </Button>
          <CopyCited opened={opened} text={text} parts={place.parts} />
        </>
      )}
      {hasOthers && (
        <>
          <Button
            kind="quiet"
            size="sm"
            icon="left"
            label={t("reader.passage.previous")}
            action="previous-item"
            onClick={() => go(-1)}
          />
          <span className="tiny t2 n nowrap">{t("reader.passage.of", { place: at + 1, count: passages.length })}</span>
          <Button
            kind="quiet"
            size="sm"
            icon="right"
            label={t("reader.passage.next")}
            action="next-item"
            onClick={() => go(1)}
          />
        </>
      )}
    </aside>
  );
}

const EXCERPT_LETTERS = 180;

function excerpt(text: string): string {
  return text.length <= EXCERPT_LETTERS ? text : `${text.slice(0, EXCERPT_LETTERS).trimEnd()}…`;
}
