import type { Tokenizer } from "./tokenizer.ts";
import { type Reading, readText, type TextFile, breaksIn } from "./read-text.ts";
import type { Found } from "./source.ts";

/** A text without paragraphs is cut after so many characters, so that little of it is in memory. */
const LONGEST_PARAGRAPH = 1 << 16;

/**
 * A text in windows of what is read at once: as many whole paragraphs as there is room for, and a longer paragraph in pieces, at the
 * ends of lines, sentences or words where it has any.
 */
export async function* readPlain(
  file: TextFile,
  reading: Reading,
  { tokenizer, contextTokens }: { tokenizer: Tokenizer; contextTokens: number },
): AsyncGenerator<Found[], void, void> {
  // One for the beginning, and some that joining may cost.
  const room = Math.max(1, contextTokens - 8);
  const windows = createWindows((text) => tokenizer.words(text).length, room);
  let rest = "";
  let line = 1;
  for await (const text of readText(file, reading)) {
    rest = (rest + text).replaceAll("\r\n", "\n");
    const { paragraphs, left } = wholeParagraphs(rest);
    rest = left;
    yield add(paragraphs);
  }
  yield add([rest]);
  yield windows.finish();

  function add(paragraphs: readonly string[]): Found[] {
    return paragraphs.flatMap((paragraph) => {
      const found = windows.add(paragraph, line);
      line += breaksIn(paragraph);
      return found;
    });
  }
}

/** Each with the blank lines behind it; what may still go on is left. */
function wholeParagraphs(text: string): { paragraphs: string[]; left: string } {
  const paragraphs: string[] = [];
  let from = 0;
  // The last character is left: more line breaks, or the LF of a CR, may follow.
  for (const match of text.slice(0, -1).matchAll(/\n[^\S\n]*\n\s*/g)) {
    const end = match.index + match[0].length;
    if (end >= text.length - 1) break;
    paragraphs.push(text.slice(from, end));
    from = end;
  }
  while (text.length - from > LONGEST_PARAGRAPH) {
    const end = from + cutAt(text.slice(from, from + LONGEST_PARAGRAPH));
    paragraphs.push(text.slice(from, end));
    from = end;
  }
  return { paragraphs, left: text.slice(from) };
}

function createWindows(countTokens: (text: string) => number, room: number) {
  let parts: string[] = [];
  let used = 0;
  let begin = 1;

  function take(): Found[] {
    const text = parts.join("").trim();
    parts = [];
    used = 0;
    return text === "" ? [] : [{ entry: { kind: "text", text, isWhole: false }, line: begin }];
  }

  function add(text: string, line: number): Found[] {
    const tokens = countTokens(text);
    if (tokens > room) {
      // In halves, until each has room: where the cuts fall depends on the text alone.
      const end = cutAt(text.slice(0, Math.ceil(text.length / 2)));
      return [...add(text.slice(0, end), line), ...add(text.slice(end), line + breaksIn(text.slice(0, end)))];
    }
    const whole = used + tokens > room ? take() : [];
    if (parts.length === 0) begin = line;
    parts.push(text);
    used += tokens;
    return whole;
  }

  return { add, finish: take };
}

/** The last good place to cut: behind a line, a sentence, a word; else the end, but never within a character. */
function cutAt(text: string): number {
  const least = Math.floor(text.length / 4);
  const line = text.lastIndexOf("\n") + 1;
  if (line > least) return line;
  for (const border of [/[.!?…。！？]["'”’)]*\s/g, /\s/g]) {
    const last = [...text.slice(least).matchAll(border)].at(-1);
    if (last !== undefined) return least + last.index + last[0].length;
  }
  const isHalf = /[\uD800-\uDBFF]$/.test(text);
  return isHalf && text.length > 1 ? text.length - 1 : text.length;
}
