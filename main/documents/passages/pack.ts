import type { Part, Unit } from "./units.ts";

/** A piece of a document that is searched, cited and read by a model as one. */
export interface Passage {
  /** Where its text stands; more than one for what goes on over a page's end, or a table's row with the table's head. */
  readonly parts: readonly Part[];
  readonly section: readonly string[];
  readonly text: string;
  /** By the embedding model's own count. */
  readonly tokens: number;
}

export interface Sizes {
  /** A passage ends at the first paragraph's end after so many tokens. */
  readonly usual: number;
  /** None is longer: the embedding model would not read its end. */
  readonly most: number;
}

export const USUAL_SIZES: Sizes = { usual: 160, most: 240 };

/** A sentence is said again at the beginning of the next passage of the same paragraph, unless it is longer than this share of it. */
const OVERLAP_SHARE = 0.25;

interface Counted {
  readonly unit: Unit;
  readonly tokens: number;
}

/**
 * Passages from units and their token counts. They never cross a heading; a paragraph that does not fit is cut between sentences, and
 * the cut sentence's neighbour is repeated; a table that does not fit has its head in front of each piece.
 */
export function packPassages(units: readonly Unit[], counts: readonly number[], sizes = USUAL_SIZES): Passage[] {
  const passages: Passage[] = [];
  let held: Counted[] = [];
  let head: Counted | null = null;
  /** Only what the passage before ended with: not worth a passage of its own. */
  let isRepeated = false;

  const tokensHeld = () => held.reduce((sum, { tokens }) => sum + tokens, 0);
  const flush = (): Counted | null => {
    const last = held.at(-1) ?? null;
    if (held.length > 0 && !isRepeated) passages.push(passageOf(held));
    held = [];
    isRepeated = false;
    return last;
  };

  for (const [index, unit] of units.entries()) {
    const tokens = counts[index] ?? 0;
    const before = units[index - 1];
    const isNewGroup = unit.group !== before?.group;
    if (before !== undefined && !sameSection(before, unit)) flush();
    else if (isNewGroup && tokensHeld() >= sizes.usual) flush();
    if (isNewGroup) head = unit.isRow ? { unit, tokens } : null;
    if (tokensHeld() + tokens > sizes.most) {
      const last = flush();
      if (!isNewGroup) {
        const again = unit.isRow ? head : last;
        if (again !== null && again.tokens <= sizes.most * OVERLAP_SHARE && again.tokens + tokens <= sizes.most) {
          held = [again];
          isRepeated = true;
        }
      }
    }
    for (const piece of cut({ unit, tokens }, sizes.most)) {
      if (held.length > 0 && tokensHeld() + piece.tokens > sizes.most) flush();
      held.push(piece);
      isRepeated = false;
    }
  }
  flush();
  return passages;
}

function sameSection(a: Unit, b: Unit): boolean {
  return a.section.length === b.section.length && a.section.every((heading, index) => heading === b.section[index]);
}

/** A sentence that is longer than a passage may be, between words into even pieces. */
function cut(counted: Counted, most: number): Counted[] {
  const { unit, tokens } = counted;
  if (tokens <= most) return [counted];
  const pieces = Math.ceil(tokens / most);
  const step = Math.ceil(unit.text.length / pieces);
  const cuts: Counted[] = [];
  let from = 0;
  while (from < unit.text.length) {
    const to = cutAt(unit.text, from, from + step);
    const text = unit.text.slice(from, to);
    const start = unit.start + from + (text.length - text.trimStart().length);
    const share = { ...unit, start, end: start + text.trim().length, text: text.trim() };
    if (share.text !== "")
      cuts.push({ unit: share, tokens: Math.min(most, Math.ceil((tokens * text.length) / unit.text.length)) });
    from = to;
  }
  return cuts;
}

/** At the last white space before `wanted`, else there; text without any is not gone through again for every piece. */
function cutAt(text: string, from: number, wanted: number): number {
  if (wanted >= text.length) return text.length;
  for (let at = wanted; at > from; at -= 1) if (/\s/.test(text.charAt(at))) return at;
  return wanted;
}

function passageOf(held: readonly Counted[]): Passage {
  const [first] = held;
  const parts: Part[] = [];
  let text = "";
  let before: Unit | null = null;
  for (const { unit } of held) {
    const last = parts.at(-1);
    const goesOn =
      last !== undefined &&
      last.page === unit.page &&
      before !== null &&
      unit.start >= last.end &&
      isClose(before, unit);
    if (goesOn) parts[parts.length - 1] = { page: last.page, start: last.start, end: unit.end };
    else parts.push({ page: unit.page, start: unit.start, end: unit.end });
    text += before === null ? "" : before.group === unit.group && !unit.isRow ? " " : "\n";
    text += unit.text;
    before = unit;
  }
  const tokens = held.reduce((sum, counted) => sum + counted.tokens, 0);
  return { parts, section: first?.unit.section ?? [], text, tokens };
}

/** Nothing but white space, or a page's running head, stands between. */
function isClose(before: Unit, unit: Unit): boolean {
  return unit.group - before.group <= 1;
}
