import { memo, useLayoutEffect, useRef } from "react";
import type { Page } from "#main/documents/contract.ts";
import type { ReaderMatch } from "#main/documents/reader/contract.ts";
import type { ReadingPart } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { Fault } from "#renderer/ui/Fault.tsx";
import { type Box, exactBoxes, passageBoxes, runsOf } from "./boxes.ts";
import { TextLayer } from "./TextLayer.tsx";
import { usePage } from "./use-page.ts";
import { usePicture } from "./use-picture.ts";

export interface DrawnPageProps {
  documentId: string;
  number: number;
  /** In points. */
  width: number;
  height: number;
  /** As it is shown. */
  widthPx: number;
  isInSight: boolean;
  /** Of the passage that is shown, on this page. */
  parts: readonly ReadingPart[];
  label: string | null;
  /** What a person has marked on this page. */
  highlights: readonly ReadingPart[];
  matches: readonly ReaderMatch[];
  match: ReaderMatch | null;
  /** Told once with how far down the box begins, in pixels; null: its place is not known. */
  onBoxed: (topPx: number | null) => void;
}

/** A page of a PDF as it is printed, with its text over it to be selected and heard, and boxes around what is looked for. */
export const DrawnPage = memo(function DrawnPage(props: DrawnPageProps) {
  const { documentId, number, width, height, widthPx, isInSight, parts, label, highlights } = props;
  const { matches, match, onBoxed } = props;
  const t = useText();
  const scale = widthPx / width;
  const page = usePage(documentId, number);
  const { source, error } = usePicture(documentId, number, widthPx, isInSight);
  const runs = page === null ? [] : runsOf(page.runs);
  const boxes = parts.flatMap(({ start, end }) => passageBoxes(runs, start, end));
  const wantsBox = parts.length > 0 && page !== null;
  const top = boxes[0] === undefined ? null : boxes[0].top * scale;
  const tell = useRef(onBoxed);
  useLayoutEffect(() => {
    tell.current = onBoxed;
  });
  useLayoutEffect(() => {
    if (wantsBox) tell.current(top);
  }, [wantsBox, top]);
  return (
    <div
      className="paper"
      style={{ width: widthPx, height: height * scale }}
      data-page={number}
      role="group"
      aria-label={t("reader.page.label", { page: number })}
    >
      {source !== null && <img src={source} alt="" draggable={false} />}
      {error !== null && <Fault error={error} />}
      {page !== null && <TextLayer page={page} runs={runs} scale={scale} />}
      {highlights
        .flatMap(({ start, end }) => exactBoxes(runs, start, end))
        .map((box, at) => (
          <div key={at} className="highlight" style={placed(box, scale, 1)} />
        ))}
      {matches
        .filter((one) => one.page === number)
        .flatMap((one) =>
          exactBoxes(runs, one.start, one.end).map((box, at) => (
            <div
              key={`${String(one.start)}-${String(at)}`}
              className={one === match ? "match here" : "match"}
              style={placed(box, scale, 1)}
            />
          )),
        )}
      {boxes.map((box, at) => (
        <div key={at} className="passage-box" data-box style={placed(box, scale, 4)}>
          {at === 0 && label !== null && <span className="num">{label}</span>}
        </div>
      ))}
      {wantsBox && boxes.length === 0 && <p className="no-box">{t("reader.noBox")}</p>}
      {page !== null && <NoText page={page} />}
      {page !== null && page.confidence !== null && (
        <p className="recognised">{t("reader.recognised", { sure: page.confidence })}</p>
      )}
    </div>
  );
});

function placed({ left, top, width, height }: Box, scale: number, marginPx: number) {
  return {
    left: left * scale - marginPx,
    top: top * scale - marginPx,
    width: width * scale + 2 * marginPx,
    height: height * scale + 2 * marginPx,
  };
}

/** A page whose text could not be read says so to who cannot see the picture. */
function NoText({ page: { problem } }: { page: Page }) {
  const t = useText();
  return problem === null ? null : <p className="no-box">{t(`reader.problem.${problem}`)}</p>;
}
