import { decoderOf } from "../../decode-text.ts";
import type { About } from "../flow.ts";
import type { Piece } from "../reader.ts";
import { encodingOfCharset, encodingOfPage } from "./code-pages.ts";
import { createParagraphs } from "./paragraphs.ts";
import type { RtfToken } from "./tokens.ts";
import { KNOWN, SIGNS, SKIPPED } from "./words.ts";

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

/** A group in a group in a group: more are made to harm. */
const DEEPEST = 2_000;
const MOST_FONTS = 5_000;

export interface RtfText {
  readonly pieces: readonly Piece[];
  readonly about: About;
  /** Text that tracked changes took out was left out. */
  readonly hasDeletions: boolean;
  /** Groups have no end. */
  readonly isCutOff: boolean;
}

/**
 * Text of rich text: paragraphs with their notes and comments after them, headings by their outline level, tables' rows. Hidden and
 * deleted text is left out.
 */
export function createRtfBody(): { take: (token: RtfToken) => void; end: () => RtfText } {
  const paragraphs = createParagraphs();
  const groups: Group[] = [{ isSkipped: false, isHidden: false, font: 0, fallback: 1, fact: null }];
  const encodings = new Map<number, string>();
  const facts = new Map<string, string>();
  let encoding = "windows-1252";
  let bytes: Buffer[] = [];
  let isIgnorable = false;
  let toSkip = 0;
  let hasDeletions = false;
  let fontTable: { depth: number; font: number } | null = null;

  const group = (): Group =>
    groups[groups.length - 1] ?? { isSkipped: true, isHidden: true, font: 0, fallback: 1, fact: null };

  const fact = (name: string): string | null => facts.get(name)?.trim() || null;

  function add(words: string): void {
    const { isSkipped, isHidden, fact } = group();
    if (fact !== null) facts.set(fact, (facts.get(fact) ?? "") + words);
    else if (!isSkipped && !isHidden) paragraphs.add(words);
  }

  /** Pictures have millions of letters, of which none is kept. */
  function keep(data: Buffer): void {
    const { isSkipped, isHidden, fact } = group();
    if (fact !== null || !(isSkipped || isHidden)) bytes.push(data);
  }

  /** Letters of two bytes come as two: decoded together. */
  function decode(): void {
    if (bytes.length === 0) return;
    const all = Buffer.concat(bytes);
    bytes = [];
    add(decoderOf(encodings.get(group().font) ?? encoding).decode(all));
  }

  function control(word: string, param: number | null): void {
    const current = group();
    if (word === "'") {
      if (toSkip > 0) toSkip -= 1;
      else keep(Buffer.of(param ?? 0));
      return;
    }
    decode();
    if (word === "u") {
      const code = param ?? 0;
      add(String.fromCharCode(code < 0 ? code + 65_536 : code));
      toSkip = current.fallback;
      return;
    }
    const sign = SIGNS[word];
    if (sign !== undefined) {
      if (toSkip > 0) toSkip -= 1;
      else add(sign);
      return;
    }
    toSkip = 0;
    const destination = isIgnorable;
    isIgnorable = word === "*";
    if (word === "atnauthor") {
      facts.delete(word);
      current.fact = word;
      return;
    }
    if (SKIPPED.has(word) || (destination && !KNOWN.has(word))) {
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
        if (param !== null) encoding = encodingOfPage(param);
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
        current.isHidden = param !== 0;
        break;
      case "deleted":
        current.isHidden = param !== 0;
        hasDeletions ||= current.isHidden;
        break;
      case "plain":
        current.isHidden = false;
        break;
      default:
        if (!current.isSkipped) paragraphs.layOut(word, param, groups.length);
    }
  }

  function say(data: Buffer): void {
    isIgnorable = false;
    const said = data.subarray(Math.min(toSkip, data.length));
    toSkip -= data.length - said.length;
    if (said.length > 0) keep(said);
  }

  function close(): void {
    decode();
    toSkip = 0;
    if (fontTable !== null && groups.length <= fontTable.depth) fontTable = null;
    paragraphs.closeGroup(groups.length, fact("atnauthor") ?? "");
    if (groups.length > 1) groups.pop();
  }

  return {
    take(token) {
      switch (token.type) {
        case "text":
          say(token.data);
          break;
        case "word":
          control(token.word, token.param);
          break;
        case "open":
          decode();
          isIgnorable = false;
          if (groups.length < DEEPEST) groups.push({ ...group(), fact: null });
          break;
        case "close":
          close();
          break;
      }
    },
    end() {
      decode();
      const isCutOff = groups.length > 1;
      paragraphs.end();
      return {
        pieces: paragraphs.pieces,
        about: { title: fact("title"), author: fact("author"), date: null },
        hasDeletions,
        isCutOff,
      };
    },
  };
}
