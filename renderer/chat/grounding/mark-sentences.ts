import type { CheckedSentence } from "#main/chat/grounding/contract.ts";

/** A sentence of a piece of Markdown, in UTF-16 code units of the piece. */
export interface Mark {
  /** Its place among the sentences of the answer. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** Its citations: a chip says what they say, and more. */
  readonly citations: readonly { readonly start: number; readonly end: number }[];
}

/** The sentences that stand in a piece of `length` that begins at `offset` of the answer. */
export function marksIn(sentences: readonly CheckedSentence[], offset: number, length: number): Mark[] {
  return sentences.flatMap(({ start, end, citations }, index) => {
    if (start < offset || start >= offset + length) return [];
    const shift = (place: { start: number; end: number }) => ({ start: place.start - offset, end: place.end - offset });
    return [{ index, ...shift({ start, end }), citations: citations.map(shift) }];
  });
}

/** What this needs of Markdown's syntax tree (mdast). */
interface Node {
  type: string;
  value?: string;
  children?: Node[];
  position?: { start: { offset?: number }; end: { offset?: number } };
  data?: { hName: string; hProperties: Record<string, string> };
}

/**
 * For remark: every sentence in spans with `data-sentence`, and behind its last word a span with `data-chip`. Formulas and code stay
 * whole. Citations are left out.
 */
export function markSentences(marks: readonly Mark[]) {
  return () =>
    (tree: Node): void => {
      const last = new Map<number, { parent: Node; piece: Node }>();
      walk(tree, marks, last);
      for (const [index, { parent, piece }] of last) {
        const at = parent.children?.indexOf(piece) ?? -1;
        if (at >= 0) parent.children?.splice(at + 1, 0, spanOf("data-chip", index, []));
      }
    };
}

function walk(parent: Node, marks: readonly Mark[], last: Map<number, { parent: Node; piece: Node }>): void {
  const children: Node[] = [];
  for (const child of parent.children ?? []) {
    const pieces = child.type === "text" ? piecesOf(child, marks) : [{ node: child, index: null }];
    for (const { node, index } of pieces) {
      children.push(node);
      if (index !== null) last.set(index, { parent, piece: node });
    }
    if (child.children !== undefined) walk(child, marks, last);
  }
  if (parent.children !== undefined) parent.children = children;
}

interface Piece {
  readonly node: Node;
  readonly index: number | null;
}

/** A run of text cut where sentences begin and end. */
function piecesOf(node: Node, marks: readonly Mark[]): Piece[] {
  const { value = "" } = node;
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  const own = marks.filter((mark) => mark.start < end && mark.end > start);
  // With escapes and entities the places of letters are not known: it is all one sentence, the one that most of it is.
  if (end - start !== value.length) return [whole(node, own, start, end)];
  const pieces: Piece[] = [];
  let at = start;
  for (const mark of own) {
    const [from, to] = [Math.max(mark.start, start), Math.min(mark.end, end)];
    if (from > at) pieces.push({ node: { type: "text", value: value.slice(at - start, from - start) }, index: null });
    const said = without(value, start, from, to, mark.citations);
    if (said !== "")
      pieces.push({ node: spanOf("data-sentence", mark.index, [{ type: "text", value: said }]), index: mark.index });
    at = to;
  }
  if (at < end) pieces.push({ node: { type: "text", value: value.slice(at - start) }, index: null });
  return pieces;
}

function whole(node: Node, own: readonly Mark[], start: number, end: number): Piece {
  const share = (mark: Mark) => Math.min(mark.end, end) - Math.max(mark.start, start);
  const mark = own.toSorted((a, b) => share(b) - share(a))[0];
  if (mark === undefined) return { node, index: null };
  return { node: spanOf("data-sentence", mark.index, [node]), index: mark.index };
}

/** A stretch of the text without the citations in it, and without the space that stood before them. */
function without(value: string, start: number, from: number, to: number, citations: Mark["citations"]): string {
  let said = "";
  let at = from;
  for (const citation of citations) {
    if (citation.end <= from || citation.start >= to) continue;
    said = (said + value.slice(at - start, Math.max(at, citation.start) - start)).trimEnd();
    at = Math.min(to, citation.end);
  }
  return said + value.slice(at - start, to - start);
}

function spanOf(name: "data-sentence" | "data-chip", index: number, children: Node[]): Node {
  return { type: "sentence", data: { hName: "span", hProperties: { [name]: String(index) } }, children };
}

/** An answer as it is copied: without its citations. */
export function withoutCitations(text: string, sentences: readonly CheckedSentence[]): string {
  const citations = sentences.flatMap((sentence) => sentence.citations);
  return without(text, 0, 0, text.length, citations);
}
