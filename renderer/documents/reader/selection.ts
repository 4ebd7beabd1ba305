import type { ReadingPart } from "#renderer/app/reading.ts";

/** What is selected on the pages. */
export interface Selected {
  readonly parts: readonly ReadingPart[];
  readonly text: string;
}

/**
 * The selection as stretches of the pages' texts; null: nothing of a page is selected. Pages have `data-page` with their number, what shows
 * their text has `data-start`: where in it its first letter stands.
 */
export function selectedOn(selection: Selection | null): Selected | null {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const parts = [...document.querySelectorAll<HTMLElement>("[data-pages] [data-page]")].flatMap((page) => {
    if (!range.intersectsNode(page)) return [];
    const pieces = [...page.querySelectorAll<HTMLElement>("[data-start]")].filter((piece) =>
      range.intersectsNode(piece),
    );
    const [first, last] = [pieces[0], pieces.at(-1)];
    if (first === undefined || last === undefined) return [];
    const start = startOf(first) + lettersBefore(first, range.startContainer, range.startOffset, 0);
    const end = startOf(last) + lettersBefore(last, range.endContainer, range.endOffset, last.textContent.length);
    return end > start ? [{ page: Number(page.dataset["page"]), start, end }] : [];
  });
  const text = selection.toString().replace(/\s+/gu, " ").trim();
  return parts.length === 0 || text === "" ? null : { parts, text };
}

function startOf(piece: HTMLElement): number {
  return Number(piece.dataset["start"]);
}

/** Letters of a piece before a place in it; `otherwise` when the place is not in it. */
function lettersBefore(piece: HTMLElement, node: Node, offset: number, otherwise: number): number {
  if (!piece.contains(node)) return otherwise;
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}
