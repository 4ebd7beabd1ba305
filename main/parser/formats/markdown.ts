import { readText } from "../decode-text.ts";
import type { ParseEvent } from "../contract.ts";
import type { Piece, Source } from "./reader.ts";
import { flowed } from "./flow.ts";

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
const ROW = /^\s*\|(.*)\|\s*$/;
const RULE_ROW = /^[\s|:-]+$/;

/** Markdown as far as it gives a text its structure: headings, items, tables, code, paragraphs. Marks inside of lines stay, but links' targets. */
export async function* readMarkdown(source: Source): AsyncGenerator<ParseEvent> {
  const pieces = markdownPieces((await readText(source)).replace(/\r\n?/g, "\n"));
  const title = pieces.find(({ kind, level }) => kind === "heading" && level === 1)?.text ?? null;
  yield* flowed(source, pieces, { title, author: null, date: null });
}

export function markdownPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let paragraph: string[] = [];
  let code: string[] | null = null;
  const flush = (): void => {
    if (paragraph.length > 0) pieces.push({ kind: "paragraph", text: plain(paragraph.join(" ")) });
    paragraph = [];
  };
  for (const line of text.split("\n")) {
    if (FENCE.test(line)) {
      if (code === null) flush();
      else pieces.push({ kind: "paragraph", text: code.join("\n") });
      code = code === null ? [] : null;
    } else if (code !== null) {
      code.push(line);
    } else if (line.trim() === "") {
      flush();
    } else {
      const piece = pieceOf(line);
      if (piece === null) paragraph.push(line.trim());
      else {
        flush();
        if (piece !== "rule") pieces.push(piece);
      }
    }
  }
  flush();
  if (code !== null && code.length > 0) pieces.push({ kind: "paragraph", text: code.join("\n") });
  return pieces;
}

/** What one line is by itself; null: part of a paragraph. */
function pieceOf(line: string): Piece | "rule" | null {
  const [, marks = "", heading = ""] = HEADING.exec(line) ?? [];
  if (marks !== "") return { kind: "heading", level: marks.length, text: plain(heading) };
  const row = ROW.exec(line)?.[1];
  if (row !== undefined) {
    if (RULE_ROW.test(row)) return "rule";
    return {
      kind: "row",
      text: row
        .split("|")
        .map((cell) => plain(cell.trim()))
        .join("\t"),
    };
  }
  const item = ITEM.exec(line)?.[1];
  return item === undefined ? null : { kind: "item", text: plain(item) };
}

/** Links and pictures by their words, emphasis without its marks. */
function plain(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, "$2")
    .replace(/`([^`]+)`/g, "$1");
}
