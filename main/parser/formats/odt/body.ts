import type { MarkupHandler } from "../../markup.ts";
import type { Piece } from "../reader.ts";
import { createTables } from "../tables.ts";
import type { ListStyles } from "./list-styles.ts";
import { createOdtNumbering } from "./numbering.ts";

export interface OdtBody {
  readonly handler: MarkupHandler;
  readonly pieces: readonly Piece[];
  /** Tracked changes that took text out. */
  readonly deletions: number;
}

interface Paragraph {
  text: string;
  readonly level: number | null;
  /** Its number, which is no part of its text. */
  readonly label: string | null;
  readonly after: Piece[];
}

/** What stands in the text's place, but is none of it: deleted text, indexes' templates, shapes' descriptions, numbers as they were once. */
const SKIPPED =
  /^(text:tracked-changes|text:note-citation|svg:title|svg:desc|office:annotation-end|text:\w+-source|text:number)$/;
/** "text:s" says how many blanks it is; more than a line of them are a mistake, or an attack. */
const MOST_BLANKS = 200;
const MOST_REPEATED = 64;

/** Reads `content.xml`, with `styles` as far as `styles.xml` tells them: headings, paragraphs, items, tables, with notes and comments after the paragraph that they belong to. */
export function createOdtBody(styles: ListStyles): OdtBody {
  const pieces: Piece[] = [];
  const tables = createTables((piece) => pieces.push(piece));
  const paragraphs: Paragraph[] = [];
  const numbering = createOdtNumbering(styles);
  /** Paragraphs of a note or comment are collected here, and belong to the paragraph around them. */
  const notes: { kind: "note" | "comment"; texts: string[]; author: string; depth: number }[] = [];
  let lists = 0;
  let skipped = 0;
  let deletions = 0;
  let noteCount = 0;
  let isBody = false;
  let isAuthor = false;

  const add = (text: string): void => {
    const paragraph = paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.text += text;
  };

  function finish({ text, level, label, after }: Paragraph): void {
    const said = text.replace(/[ \t\n\r]+/g, " ").trim();
    const words = label === null || said === "" ? said : `${label} ${said}`;
    const note = notes.at(-1);
    if (note !== undefined && paragraphs.length > 0) {
      if (words !== "") note.texts.push(words);
      return;
    }
    const kind = level !== null ? "heading" : lists > 0 ? "item" : "paragraph";
    if (words !== "") tables.add({ kind, ...(level === null ? {} : { level }), text: words });
    for (const piece of after) tables.add(piece);
  }

  const handler: MarkupHandler = {
    open(name, attributes) {
      if (skipped === 0 && name === "text:deletion") deletions += 1;
      if (skipped > 0 || SKIPPED.test(name)) {
        // Inside of the list of changes are those that took text out.
        if (skipped > 0 && name === "text:deletion") deletions += 1;
        skipped += 1;
        return;
      }
      if (name === "office:text") isBody = true;
      if (!isBody) return styles.open(name, attributes);
      switch (name) {
        case "text:h":
        case "text:p": {
          const level =
            name === "text:h" ? Math.max(1, Math.min(9, Number(attributes["text:outline-level"] ?? 1))) : null;
          const style = attributes["text:style-name"] ?? "";
          const isNumbered = attributes["text:is-list-header"] !== "true";
          const label = level === null ? numbering.paragraph(style) : numbering.heading(level, style, isNumbered);
          paragraphs.push({ text: "", level, label, after: [] });
          break;
        }
        case "text:list":
          lists += 1;
          numbering.openList(attributes);
          break;
        case "text:list-item":
        case "text:list-header":
          numbering.openItem(attributes["text:start-value"], name === "text:list-item");
          break;
        case "text:s":
          add(" ".repeat(Math.max(1, Math.min(MOST_BLANKS, Number(attributes["text:c"] ?? 1) || 1))));
          break;
        case "text:tab":
        case "text:line-break":
          add(" ");
          break;
        case "text:note":
          notes.push({ kind: "note", texts: [], author: "", depth: paragraphs.length });
          break;
        case "office:annotation":
          notes.push({ kind: "comment", texts: [], author: "", depth: paragraphs.length });
          break;
        case "dc:creator":
        case "dc:date":
          isAuthor = name === "dc:creator";
          paragraphs.push({ text: "", level: null, label: null, after: [] });
          break;
        case "table:table":
          tables.open();
          break;
        case "table:table-row":
          tables.openRow();
          break;
        case "table:table-cell":
        case "table:covered-table-cell":
          tables.openCell();
          tables.span(Math.min(MOST_REPEATED, Number(attributes["table:number-columns-repeated"] ?? 1)));
          break;
      }
    },
    close(name) {
      if (skipped > 0) {
        skipped -= 1;
        return;
      }
      if (!isBody) return styles.close(name);
      if (name === "text:h" || name === "text:p") {
        const paragraph = paragraphs.pop();
        if (paragraph !== undefined) finish(paragraph);
      } else if (name === "dc:creator" || name === "dc:date") {
        const author = paragraphs.pop()?.text.trim() ?? "";
        const note = notes.at(-1);
        if (isAuthor && note !== undefined) note.author = author;
        isAuthor = false;
      } else if (name === "text:list") {
        lists -= 1;
        numbering.closeList();
      } else if (name === "text:list-item" || name === "text:list-header") numbering.closeItem();
      else if (name === "text:note" || name === "office:annotation") endNote();
      else if (name === "table:table-cell" || name === "table:covered-table-cell") tables.closeCell();
      else if (name === "table:table-row") tables.closeRow();
      else if (name === "table:table") tables.close();
      else if (name === "office:text") isBody = false;
    },
    text(text) {
      if (skipped === 0 && isBody) add(text);
    },
  };

  function endNote(): void {
    const note = notes.pop();
    const text = note?.texts.join(" ") ?? "";
    if (note === undefined || text === "") return;
    if (note.kind === "note") {
      noteCount += 1;
      const mark = `[${String(noteCount)}]`;
      add(mark);
      paragraphs.at(-1)?.after.push({ kind: "paragraph", text: `${mark} ${text}` });
    } else {
      const by = note.author === "" ? "" : ` by ${note.author}`;
      paragraphs.at(-1)?.after.push({ kind: "paragraph", text: `[Comment${by}: ${text}]` });
    }
  }

  return {
    handler,
    pieces,
    get deletions() {
      return deletions;
    },
  };
}
