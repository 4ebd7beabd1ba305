import { useVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import type { ReaderMatch } from "#main/documents/reader/contract.ts";
import type { Place, ReadingPart } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { DrawnPage } from "./DrawnPage.tsx";
import { FlowedPage } from "./FlowedPage.tsx";
import type { Opened } from "./use-opened.ts";

export interface PageListHandle {
  goTo: (page: number) => void;
}

export interface PageListProps {
  opened: Opened;
  place: Place;
  /** The number of the passage at its box; null: none. */
  label: string | null;
  /** What a person has marked. */
  highlights: readonly ReadingPart[];
  matches: readonly ReaderMatch[];
  match: ReaderMatch | null;
  onPage: (page: number) => void;
  ref?: Ref<PageListHandle>;
}

const MARGIN_PX = 24;
const WIDEST_PX = 900;
const GAP_PX = 16;
/** What is looked for is shown so far from the top. */
const ABOVE_PX = 96;
/** Of a page without a layout before it is measured: some of its letters a line. */
const LETTERS_A_LINE = 90;
const LINE_PX = 26;

/** All pages of a document below one another, those in sight alone drawn. */
export function PageList({
  opened,
  place,
  label,
  highlights,
  matches,
  match,
  onPage: onPageInSight,
  ref,
}: PageListProps) {
  const { documentId, name, pages, canDraw } = opened;
  const t = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(160, Math.min(WIDEST_PX, element.clientWidth - 2 * MARGIN_PX)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const isDrawn = (at: number) => canDraw && (pages[at]?.width ?? 0) > 0;
  const virtual = useVirtualizer({
    count: pages.length,
    getScrollElement: () => scroll.current,
    estimateSize: (at) => {
      const page = pages[at];
      if (page === undefined) return 0;
      if (isDrawn(at)) return Math.round((page.height / page.width) * width);
      return Math.ceil(page.letters / LETTERS_A_LINE + 4) * LINE_PX;
    },
    gap: GAP_PX,
    paddingStart: MARGIN_PX,
    paddingEnd: MARGIN_PX,
    overscan: 1,
    getItemKey: (at) => pages[at]?.number ?? at,
  });
  const goTo = useCallback(
    (number: number) => {
      const at = pages.findIndex((page) => page.number >= number);
      if (at >= 0) virtual.scrollToIndex(at, { align: "start" });
    },
    [pages, virtual],
  );
  useImperativeHandle(ref, () => ({ goTo }), [goTo]);

  // Where one wants to be: the passage, or the match one has come to. Scrolled to once its place on the page is known.
  const wanted = match ?? place.parts[0] ?? null;
  const wantedPage = wanted?.page ?? place.page;
  const wantedKey = wanted === null ? `p${String(wantedPage)}` : `${String(wanted.page)}.${String(wanted.start)}`;
  const arrived = useRef<string | null>(null);
  const isLaidOut = width > 0;
  useEffect(() => {
    if (isLaidOut) goTo(wantedPage);
  }, [goTo, wantedPage, wantedKey, isLaidOut]);

  const onBoxed = (number: number, topPx: number | null) => {
    if (number !== wantedPage || arrived.current === wantedKey) return;
    arrived.current = wantedKey;
    const at = pages.findIndex((page) => page.number === number);
    const [offset] = virtual.getOffsetForIndex(at, "start") ?? [0];
    // After the list has scrolled to the page itself.
    requestAnimationFrame(() => virtual.scrollToOffset(Math.max(0, offset + (topPx ?? 0) - ABOVE_PX)));
  };
  const onShown = (element: HTMLElement) => {
    if (arrived.current === wantedKey) return;
    arrived.current = wantedKey;
    requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
  };

  const items = virtual.getVirtualItems();
  const top = virtual.scrollOffset ?? 0;
  const sightPx = virtual.scrollRect?.height ?? 0;
  const current = items.find(({ end }) => end > top + ABOVE_PX);
  // Pages are as high as the room is wide: in another width, what was read stays where it was.
  const read = useRef({ index: 0, share: 0 });
  const laidOutPx = useRef(0);
  useLayoutEffect(() => {
    if (laidOutPx.current === width) {
      if (current !== undefined)
        read.current = { index: current.index, share: (top + ABOVE_PX - current.start) / Math.max(1, current.size) };
      return;
    }
    const isFirst = laidOutPx.current === 0;
    laidOutPx.current = width;
    virtual.measure();
    const item = virtual.measurementsCache[read.current.index];
    if (!isFirst && item !== undefined) virtual.scrollToOffset(item.start + read.current.share * item.size - ABOVE_PX);
  });
  const currentPage = pages[current?.index ?? 0]?.number ?? 1;
  useEffect(() => onPageInSight(currentPage), [onPageInSight, currentPage]);

  return (
    <div ref={scroll} className="scroll pages" tabIndex={0} role="document" aria-label={name} data-pages>
      <div className="all-pages" style={{ height: virtual.getTotalSize() }}>
        {width > 0 &&
          items.map(({ index, key, start }) => {
            const page = pages[index];
            if (page === undefined) return null;
            const { number } = page;
            const onPage = (all: readonly ReadingPart[]) => all.filter((part) => part.page === number);
            const shown = { number, parts: onPage(place.parts), highlights: onPage(highlights), matches, match };
            return (
              <div
                key={key}
                ref={isDrawn(index) ? undefined : virtual.measureElement}
                data-index={index}
                className="page-place"
                style={{ transform: `translateY(${String(start)}px)` }}
              >
                {isDrawn(index) ? (
                  <DrawnPage
                    documentId={documentId}
                    {...shown}
                    label={label}
                    width={page.width}
                    height={page.height}
                    widthPx={width}
                    isInSight={start < top + sightPx && start + page.height * (width / page.width) > top}
                    onBoxed={(topPx) => onBoxed(number, topPx)}
                  />
                ) : (
                  <FlowedPage
                    documentId={documentId}
                    {...shown}
                    onShown={onShown}
                    name={page.label ?? (pages.length > 1 ? t("reader.page.label", { page: number }) : null)}
                  />
                )}
              </div>
            );
          })}
      </div>
    </div>
  );
}
