import type { MarkupHandler } from "../../markup.ts";
import { readHtmlText } from "../../markup.ts";
import type { Piece } from "../reader.ts";
import { createTables } from "../tables.ts";

/** What a page holds that nobody reads: programs, styles, forms' machinery, pictures' data. */
const SKIPPED = new Set(
  "script style noscript template head object embed applet svg math canvas audio video iframe select datalist".split(
    " ",
  ),
);
/** What begins and ends a paragraph by itself. */
const BLOCKS = new Set(
  (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header hr " +
    "html main nav ol p pre section summary ul"
  ).split(" "),
);

export interface HtmlText {
  readonly pieces: readonly Piece[];
  /** Of its head; null: it has none. */
  readonly title: string | null;
}

/**
 * HTML as it reads: headings, paragraphs, items, tables' rows. Nothing of it is run or fetched; links stand by their words, pictures by
 * their descriptions.
 */
export function htmlText(html: string): HtmlText {
  const reader = createHtmlReader();
  readHtmlText(html, reader.handler);
  return reader.end();
}

/** For markup that comes piece by piece, as XHTML of books does. */
export function createHtmlReader(): { handler: MarkupHandler; end: () => HtmlText } {
  const pieces: Piece[] = [];
  const tables = createTables((piece) => pieces.push(piece));
  let text = "";
  let heading: number | null = null;
  let items = 0;
  let preformatted = 0;
  const skipped: string[] = [];
  let title: string | null = null;
  let isTitle = false;

  const flush = (): void => {
    const words = preformatted > 0 ? text.replace(/^\n+|\s+$/g, "") : text.replace(/\s+/g, " ").trim();
    text = "";
    if (words === "") return;
    if (heading !== null) tables.add({ kind: "heading", level: heading, text: words });
    else tables.add({ kind: items > 0 ? "item" : "paragraph", text: words });
  };

  const handler: MarkupHandler = {
    open(name, attributes) {
      const tag = localName(name);
      if (tag === "title" && title === null) {
        isTitle = true;
        title = "";
      }
      if (skipped.length > 0 || SKIPPED.has(tag) || isHidden(attributes)) {
        if (!isVoid(tag)) skipped.push(tag);
        return;
      }
      const level = /^h([1-6])$/.exec(tag)?.[1];
      if (level !== undefined) {
        flush();
        heading = Number(level);
      } else if (tag === "br") text += preformatted > 0 ? "\n" : " ";
      else if (tag === "img") text += ` ${attributes["alt"] ?? ""} `;
      else if (tag === "li") {
        flush();
        items += 1;
      } else if (tag === "table") {
        flush();
        tables.open();
      } else if (tag === "tr") {
        flush();
        tables.openRow();
      } else if (tag === "td" || tag === "th") {
        flush();
        tables.openCell();
        tables.span(Number(attributes["colspan"] ?? 1));
      } else if (BLOCKS.has(tag)) {
        flush();
        if (tag === "pre") preformatted += 1;
      }
    },
    close(name) {
      const tag = localName(name);
      if (tag === "title") isTitle = false;
      if (skipped.length > 0) {
        const at = skipped.lastIndexOf(tag);
        if (at >= 0) skipped.length = at;
        return;
      }
      if (/^h[1-6]$/.test(tag)) {
        flush();
        heading = null;
      } else if (tag === "li") {
        flush();
        items = Math.max(0, items - 1);
      } else if (tag === "td" || tag === "th") {
        flush();
        tables.closeCell();
      } else if (tag === "tr") {
        flush();
        tables.closeRow();
      } else if (tag === "table") {
        flush();
        tables.close();
      } else if (BLOCKS.has(tag)) {
        flush();
        if (tag === "pre") preformatted = Math.max(0, preformatted - 1);
      }
    },
    text(words) {
      if (isTitle && title !== null) title += words;
      if (skipped.length === 0) text += words;
    },
  };
  return {
    handler,
    end: () => {
      flush();
      return { pieces, title: title?.replace(/\s+/g, " ").trim() || null };
    },
  };
}

/** Without a prefix of XML's namespaces. */
function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1).toLowerCase();
}

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

function isVoid(tag: string): boolean {
  return VOID.has(tag);
}

/** Mail is full of text that is there for filters, not for readers. */
function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return "hidden" in attributes || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes["style"] ?? "");
}
