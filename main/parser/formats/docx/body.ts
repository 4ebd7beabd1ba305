import type { MarkupHandler } from "../../markup.ts";
import { HEADING_LETTERS, type Piece } from "../reader.ts";
import type { Numbering } from "./numbering.ts";
import type { ParagraphStyle } from "./styles.ts";
import { createTables } from "../tables.ts";

/** What else a document has that its text refers to. */
export interface Around {
  readonly styleOf: (id: string | null) => ParagraphStyle;
  readonly numbering: Numbering | null;
  /** Text of notes and comments by their id. */
  readonly footnotes: ReadonlyMap<string, string>;
  readonly endnotes: ReadonlyMap<string, string>;
  readonly comments: ReadonlyMap<string, string>;
}

export interface Body extends MarkupHandler {
  readonly pieces: readonly Piece[];
  /** Word noted where its pages ended when it saved the file. */
  readonly knowsPages: boolean;
  /** Places where text was deleted in tracked changes: it is left out, as it is when they are accepted. */
  readonly deletions: number;
}

interface Paragraph {
  text: string;
  style: string | null;
  numId: string | null;
  level: number | null;
  outline: number | null;
  /** What follows it: notes and comments. */
  readonly after: Piece[];
  startsPage: boolean;
}

/** Deleted in tracked changes; what old programs show instead of what stands beside it; commands of fields; properties before a change. */
const SKIPPED = /^(w:del|w:moveFrom|w:instrText|w:delInstrText|mc:Fallback|w:\w+Change)$/;
/** Reads the body of a document, a note or a comment: pieces as they read with all changes accepted. */
export function createBody({ styleOf, numbering, footnotes, endnotes, comments }: Around): Body {
  const pieces: Piece[] = [];
  const paragraphs: Paragraph[] = [];
  const tables = createTables((piece) => pieces.push(piece));
  let skipped = 0;
  let properties = 0;
  let rowProperties = false;
  let isText = false;
  let isHidden = false;
  let pageEnds = false;
  let notes = 0;
  let knowsPages = false;
  let deletions = 0;

  const add = (text: string): void => {
    const paragraph = paragraphs.at(-1);
    if (paragraph === undefined || isHidden) return;
    // A page that begins within a paragraph begins with the next one.
    if (paragraph.text.trim() === "" && pageEnds) {
      paragraph.startsPage = true;
      pageEnds = false;
    }
    paragraph.text += text;
  };
  const note = (text: string | undefined, marked: boolean): void => {
    if (text === undefined || text === "") return;
    notes += marked ? 1 : 0;
    const mark = marked ? `[${String(notes)}]` : "";
    add(mark);
    paragraphs.at(-1)?.after.push({ kind: "paragraph", text: `${mark} ${text}`.trim() });
  };

  function finish(paragraph: Paragraph): void {
    const style = styleOf(paragraph.style);
    const text = paragraph.text.replace(/\s+/g, " ").trim();
    const numId = paragraph.numId ?? style.numId;
    const level =
      paragraph.level ?? style.level ?? (numId && numbering?.levelOfStyle(numId, paragraph.style ?? "")) ?? 0;
    const isListed = numId !== null && numId !== "0" && text !== "";
    const label = isListed ? (numbering?.next(numId, Number(level)) ?? null) : null;
    const headingLevel =
      paragraph.outline === null ? style.headingLevel : paragraph.outline < 9 ? paragraph.outline + 1 : null;
    const words = label === null ? text : `${label} ${text}`;
    const startsPage = paragraph.startsPage ? { startsPage: true } : {};
    if (style.isContents) tables.add({ kind: "running", text: words, ...startsPage });
    else if (headingLevel !== null && words.length <= HEADING_LETTERS)
      tables.add({ kind: "heading", level: Math.min(9, headingLevel), text: words, ...startsPage });
    else tables.add({ kind: isListed ? "item" : "paragraph", text: words, ...startsPage });
    for (const piece of paragraph.after) tables.add(piece);
  }

  return {
    pieces,
    get knowsPages() {
      return knowsPages;
    },
    get deletions() {
      return deletions;
    },
    open(name, attributes) {
      if (skipped === 0 && name === "w:del" && rowProperties) tables.dropRow();
      if (skipped > 0 || SKIPPED.test(name)) {
        if (skipped === 0 && (name === "w:del" || name === "w:moveFrom") && properties === 0) deletions += 1;
        skipped += 1;
        return;
      }
      const value = attributes["w:val"];
      const isOn = value !== "0" && value !== "false";
      const paragraph = paragraphs.at(-1);
      switch (name) {
        case "w:p":
          paragraphs.push({
            text: "",
            style: null,
            numId: null,
            level: null,
            outline: null,
            after: [],
            startsPage: false,
          });
          break;
        case "w:pPr":
        case "w:rPr":
          properties += 1;
          break;
        case "w:trPr":
          rowProperties = true;
          break;
        case "w:r":
          isHidden = false;
          break;
        case "w:t":
        case "m:t":
          isText = true;
          break;
        case "w:pStyle":
          if (paragraph !== undefined) paragraph.style = value ?? null;
          break;
        case "w:numId":
          if (paragraph !== undefined) paragraph.numId = value ?? null;
          break;
        case "w:ilvl":
          if (paragraph !== undefined) paragraph.level = Number(value);
          break;
        case "w:outlineLvl":
          if (paragraph !== undefined) paragraph.outline = Number(value);
          break;
        case "w:vanish":
          // Of the paragraph's mark alone when it stands in its properties.
          if (properties === 1 && isOn) isHidden = true;
          break;
        case "w:tab":
        case "w:br":
        case "w:cr":
        case "w:ptab":
          if (properties === 0) add(" ");
          break;
        case "w:noBreakHyphen":
          add("-");
          break;
        case "w:lastRenderedPageBreak":
          knowsPages = true;
          pageEnds = true;
          break;
        case "w:footnoteReference":
          note(footnotes.get(attributes["w:id"] ?? ""), true);
          break;
        case "w:endnoteReference":
          note(endnotes.get(attributes["w:id"] ?? ""), true);
          break;
        case "w:commentReference":
          note(comments.get(attributes["w:id"] ?? ""), false);
          break;
        case "w:tbl":
          tables.open();
          break;
        case "w:tr":
          tables.openRow();
          break;
        case "w:tc":
          tables.openCell();
          break;
        case "w:gridSpan":
          tables.span(Number(value));
          break;
      }
    },
    close(name) {
      if (skipped > 0) {
        skipped -= 1;
        return;
      }
      if (name === "w:p") {
        const paragraph = paragraphs.pop();
        if (paragraph !== undefined) finish(paragraph);
      } else if (name === "w:pPr" || name === "w:rPr") properties -= 1;
      else if (name === "w:trPr") rowProperties = false;
      else if (name === "w:r") isHidden = false;
      else if (name === "w:t" || name === "m:t") isText = false;
      else if (name === "w:tc") tables.closeCell();
      else if (name === "w:tr") tables.closeRow();
      else if (name === "w:tbl") tables.close();
    },
    text(text) {
      if (skipped === 0 && isText) add(text);
    },
  };
}
