import { decoderOf } from "../../decode-text.ts";
import type { About } from "../flow.ts";
import type { Piece } from "../reader.ts";
import { createTables } from "../tables.ts";
import { encodingOfCharset, encodingOfPage } from "./code-pages.ts";

/** What rtf-stream-parser tells: a group begins (0) or ends (1), a control word (2), text (3). */
export interface RtfToken {
  readonly type: number;
  readonly word?: string;
  readonly param?: number;
  readonly data?: Buffer;
}

const [GROUP_START, GROUP_END, CONTROL, TEXT] = [0, 1, 2, 3];

interface Group {
  /** What is in it is not the document's text. */
  isSkipped: boolean;
  isHidden: boolean;
  font: number;
  /** Letters that stand for those programs who do not know the one before in Unicode. */
  fallback: number;
  /** A fact about the document is collected here. */
  fact: string | null;
}

/** Groups whose text is none of the document's: tables of fonts and styles, pictures, commands of fields, heads and feet. */
const SKIPPED = new Set(
  (
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl info pict object objdata fldinst datafield themedata " +
    "colorschememapping latentstyles header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc aftnsep " +
    "aftnsepc nonshppict shpinst sp sn sv bkmkstart bkmkend xe tc rxe txe revtbl generator xmlnstbl mmathPr pgdsctbl docvar filetbl"
  ).split(" "),
);
const SIGNS: Readonly<Record<string, string>> = {
  ...{ "~": "\u00a0", _: "\u2011", "{": "{", "}": "}", "\\": "\\", emdash: "—", endash: "–", bullet: "•" },
  ...{
    lquote: "‘",
    rquote: "’",
    ldblquote: "“",
    rdblquote: "”",
    tab: " ",
    line: " ",
    softline: " ",
    enspace: " ",
    emspace: " ",
  },
};
/** A group in a group in a group: more are made to harm. */
const DEEPEST = 2_000;
const MOST_FONTS = 5_000;

/** Text of rich text: paragraphs, headings by their outline level, tables' rows. Hidden and deleted text is left out. */
export function createRtfBody(): { take: (token: RtfToken) => void; end: () => { pieces: Piece[]; about: About } } {
  const pieces: Piece[] = [];
  const tables = createTables((piece) => pieces.push(piece));
  const groups: Group[] = [{ isSkipped: false, isHidden: false, font: 0, fallback: 1, fact: null }];
  const encodings = new Map<number, string>();
  const facts = new Map<string, string>();
  let encoding = "windows-1252";
  let bytes: Buffer[] = [];
  let text = "";
  let outline: number | null = null;
  let isListed = false;
  let isInTable = false;
  let isRowOpen = false;
  let isIgnorable = false;
  let toSkip = 0;
  let fontTable: { depth: number; font: number } | null = null;

  const group = (): Group =>
    groups[groups.length - 1] ?? { isSkipped: true, isHidden: true, font: 0, fallback: 1, fact: null };

  function add(words: string): void {
    const { isSkipped, isHidden, fact } = group();
    if (fact !== null) facts.set(fact, (facts.get(fact) ?? "") + words);
    else if (!isSkipped && !isHidden) text += words;
  }

  /** Letters of two bytes come as two: decoded together. */
  function decode(): void {
    if (bytes.length === 0) return;
    const all = Buffer.concat(bytes);
    bytes = [];
    add(decoderOf(encodings.get(group().font) ?? encoding).decode(all));
  }

  function endParagraph(): void {
    const words = text.replace(/[ \t\r\n]+/g, " ").trim();
    text = "";
    if (words === "") return;
    if (outline !== null && outline < 9) tables.add({ kind: "heading", level: outline + 1, text: words });
    else tables.add({ kind: isListed ? "item" : "paragraph", text: words });
  }

  function openCell(): void {
    if (!isRowOpen) {
      tables.open();
      tables.openRow();
      tables.openCell();
      isRowOpen = true;
    }
  }

  function endTable(): void {
    if (!isRowOpen) return;
    tables.closeCell();
    tables.closeRow();
    tables.close();
    isRowOpen = false;
  }

  function control(word: string, param: number | undefined, data: Buffer | undefined): void {
    const current = group();
    if (word === "'") {
      if (toSkip > 0) toSkip -= 1;
      else if (data !== undefined) bytes.push(data);
      return;
    }
    decode();
    if (word === "u") {
      const code = param ?? 0;
      add(String.fromCharCode(code < 0 ? code + 65_536 : code));
      toSkip = current.fallback;
      return;
    }
    toSkip = 0;
    const sign = SIGNS[word];
    if (sign !== undefined) return add(sign);
    const destination = isIgnorable;
    isIgnorable = word === "*";
    if (SKIPPED.has(word) || (destination && word !== "shppict")) {
      current.isSkipped = true;
      if (word === "fonttbl") fontTable = { depth: groups.length, font: 0 };
      return;
    }
    switch (word) {
      case "title":
      case "author":
        if (current.isSkipped) current.fact = word;
        break;
      case "ansicpg":
        if (param !== undefined) encoding = encodingOfPage(param);
        break;
      case "mac":
        encoding = "macintosh";
        break;
      case "f":
        current.font = param ?? 0;
        if (fontTable !== null) fontTable.font = param ?? 0;
        break;
      case "fcharset": {
        const known = encodingOfCharset(param ?? 0);
        if (fontTable !== null && known !== null && encodings.size < MOST_FONTS) encodings.set(fontTable.font, known);
        break;
      }
      case "uc":
        current.fallback = Math.max(0, Math.min(10, param ?? 1));
        break;
      case "v":
      case "deleted":
        current.isHidden = param !== 0;
        break;
      case "plain":
        current.isHidden = false;
        break;
      case "pard":
        outline = null;
        isListed = false;
        isInTable = false;
        break;
      case "outlinelevel":
        outline = param ?? null;
        break;
      case "ls":
      case "pntext":
      case "listtext":
        isListed = true;
        break;
      case "intbl":
        isInTable = true;
        break;
      case "cell":
        openCell();
        endParagraph();
        tables.closeCell();
        tables.openCell();
        break;
      case "row":
        endTable();
        break;
      case "par":
      case "sect":
      case "page":
        if (isInTable) openCell();
        else endTable();
        endParagraph();
        break;
    }
  }

  function say(data: Buffer): void {
    isIgnorable = false;
    const said = data.subarray(Math.min(toSkip, data.length));
    toSkip -= data.length - said.length;
    if (said.length > 0) bytes.push(said);
  }

  return {
    take({ type, word, param, data }) {
      if (type === TEXT && data !== undefined) say(data);
      else if (type === CONTROL && word !== undefined) control(word, param, data);
      else if (type === GROUP_START) {
        decode();
        isIgnorable = false;
        if (groups.length < DEEPEST) groups.push({ ...group(), fact: null });
      } else if (type === GROUP_END) {
        decode();
        toSkip = 0;
        if (fontTable !== null && groups.length <= fontTable.depth) fontTable = null;
        if (groups.length > 1) groups.pop();
      }
    },
    end() {
      decode();
      endParagraph();
      endTable();
      const fact = (name: string) => facts.get(name)?.trim() || null;
      return { pieces, about: { title: fact("title"), author: fact("author"), date: null } };
    },
  };
}
