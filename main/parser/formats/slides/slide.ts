import type { MarkupHandler } from "../../markup.ts";
import type { Piece } from "../reader.ts";
import { localName } from "../office-parts.ts";
import { createTables } from "../tables.ts";

export interface SlideReader {
  readonly handler: MarkupHandler;
  readonly pieces: readonly Piece[];
  readonly isHidden: boolean;
}

/** Placeholders that repeat on every slide. */
const REPEATED = new Set(["dt", "ftr", "sldNum", "hdr", "sldImg"]);

/** The texts of a slide, or of its notes: its title as a heading, lists' paragraphs as items where they are indented, tables. */
export function createSlideReader(): SlideReader {
  const pieces: Piece[] = [];
  const tables = createTables((piece) => pieces.push(piece));
  let placeholder = "";
  let text = "";
  let level = 0;
  let isText = false;
  let isHidden = false;
  /** What old programs show instead of what stands beside it. */
  let skipped = 0;

  const finish = (): void => {
    const words = text.replace(/\s+/g, " ").trim();
    text = "";
    if (words === "" || REPEATED.has(placeholder)) return;
    const isTitle = placeholder === "title" || placeholder === "ctrTitle";
    if (isTitle) pieces.unshift({ kind: "heading", level: 1, text: words });
    else tables.add({ kind: level > 0 ? "item" : "paragraph", text: words });
  };

  const handler: MarkupHandler = {
    open(element, attributes) {
      const name = localName(element);
      if (skipped > 0 || name === "Fallback") {
        skipped += 1;
        return;
      }
      if (name === "sld") isHidden = attributes["show"] === "0";
      else if (name === "sp") placeholder = "";
      else if (name === "ph") placeholder = attributes["type"] ?? "body";
      else if (name === "p") level = 0;
      else if (name === "pPr") level = Number(attributes["lvl"] ?? 0);
      else if (name === "t") isText = true;
      else if (name === "br") text += " ";
      else if (name === "tbl") tables.open();
      else if (name === "tr") tables.openRow();
      else if (name === "tc") {
        tables.openCell();
        tables.span(Number(attributes["gridSpan"] ?? 1));
      }
    },
    close(element) {
      const name = localName(element);
      if (skipped > 0) {
        skipped -= 1;
        return;
      }
      if (name === "t") isText = false;
      else if (name === "p") finish();
      else if (name === "tc") tables.closeCell();
      else if (name === "tr") tables.closeRow();
      else if (name === "tbl") tables.close();
      else if (name === "sp") placeholder = "";
    },
    text(words) {
      if (isText && skipped === 0) text += words;
    },
  };
  return {
    handler,
    pieces,
    get isHidden() {
      return isHidden;
    },
  };
}
