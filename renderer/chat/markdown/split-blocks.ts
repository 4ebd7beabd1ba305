/**
 * Cuts Markdown into pieces that can be parsed apart: while an answer is written only the last piece is parsed again. A cut is made at a
 * blank line outside of fences and display math, before a line that starts something new: not indented, and not the next item of
 * a list that is open. The pieces, joined, are the text. Text with link or footnote definitions is one piece, because a
 * definition counts in all of it; `apart` cuts it all the same, while it is written.
 */
export function splitBlocks(text: string, { apart = false }: { apart?: boolean } = {}): string[] {
  if (!apart && definition.test(text)) return [text];
  const blocks: string[] = [];
  let current = "";
  let fence: string | null = null;
  let math = false;
  let blank = false;
  let inList = false;
  for (const line of linesOf(text)) {
    const isBlank = line.trim() === "";
    if (fence === null && !math && blank && !isBlank && startsAnew(line, inList)) {
      blocks.push(current);
      current = "";
      inList = false;
    }
    current += line;
    blank = isBlank;
    if (fence !== null) {
      if (closes(line, fence)) fence = null;
      continue;
    }
    if (math) {
      if (mathFence.test(line)) math = false;
      continue;
    }
    fence = fenceOf(line);
    math = fence === null && mathFence.test(line);
    if (listItem.test(line)) inList = true;
  }
  if (current !== "") blocks.push(current);
  return blocks;
}

const definition = /^ {0,3}\[[^\]\n]+\]:/m;

/** A piece with its definitions as the text they are: in a piece alone they would be hidden, as nothing there refers to them. */
export function showDefinitions(block: string): string {
  if (/^\s*(?:`{3,}|~{3,})/m.test(block)) return block;
  return block.replace(/^( {0,3})\[(?=[^\]\n]+\]:)/gm, "$1\\[");
}

const listItem = /^\s{0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
/** A line that opens or closes display math: `$$` with nothing closed on the same line. */
const mathFence = /^\s{0,3}\$\$+[^$\n]*\n?$/;

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function startsAnew(line: string, inList: boolean): boolean {
  if (/^[ \t]/.test(line)) return false;
  return !(inList && listItem.test(line));
}

/** The characters of an opening fence, also inside a list item. */
function fenceOf(line: string): string | null {
  const match = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}(?=[^`]*$)|~{3,})/.exec(line.trimEnd());
  return match?.[1] ?? null;
}

function closes(line: string, fence: string): boolean {
  const mark = line.trim();
  return mark.length >= fence.length && mark === (fence[0] ?? "").repeat(mark.length);
}
