import { countWords } from "#renderer/ui/units.ts";

/** A long text that was pasted: it stands above the field, as a field would lay out and edit all of it at every key. */
export interface Pasted {
  /** Of this page. */
  readonly id: number;
  readonly text: string;
  readonly words: number;
  /** The first that has words in it, shortened. */
  readonly firstLine: string;
}

/** A message while it is written. */
export interface Draft {
  readonly typed: string;
  readonly pasted: readonly Pasted[];
}

export const NO_DRAFT: Draft = { typed: "", pasted: [] };

/** From either on, a text that is pasted stands above the field. */
export const LONG_CHARACTERS = 10_000;
export const LONG_LINES = 200;

/** Of one message, as the app takes it (main/chat/contract.ts). */
export const MESSAGE_CHARACTERS = 4_000_000;

const FIRST_LINE_CHARACTERS = 160;
let lastId = 0;

export function isLong(text: string): boolean {
  if (text.length >= LONG_CHARACTERS) return true;
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines >= LONG_LINES;
}

export function toPasted(text: string): Pasted {
  lastId += 1;
  const start = Math.max(0, text.search(/\S/));
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end === -1 ? undefined : end).slice(0, FIRST_LINE_CHARACTERS);
  return { id: lastId, text, words: countWords(text), firstLine: line.trimEnd() };
}

/** What is long in what is pasted or dropped, with the line ends of a field; null: it is the field's own to take. */
export function longIn(data: DataTransfer | null): string | null {
  const text = data?.getData("text/plain").replace(/\r\n?/g, "\n") ?? "";
  return isLong(text) && /\S/.test(text) ? text : null;
}

/** The message: what was pasted, in order, then what was typed, each set off by a blank line. */
export function messageOf(draft: Draft): string {
  return partsOf(draft).join("");
}

/** Characters of the message: quick at every key. */
export function lengthOf(draft: Draft): number {
  return partsOf(draft).reduce((sum, part) => sum + part.length, 0);
}

function partsOf({ typed, pasted }: Draft): string[] {
  const texts = [...pasted.map(({ text }) => text), typed].filter((text) => text !== "");
  return texts.flatMap((text, index) => [gapAfter(texts[index - 1] ?? ""), text]);
}

function gapAfter(text: string): string {
  if (text === "" || text.endsWith("\n\n")) return "";
  return text.endsWith("\n") ? "\n" : "\n\n";
}

/** A message that is edited again: a long one stands above the field, but for its last paragraph. `messageOf` gives the same text. */
export function draftFrom(message: string): Draft {
  if (!isLong(message)) return { typed: message, pasted: [] };
  const at = message.lastIndexOf("\n\n") + 2;
  const typed = message.slice(at);
  if (at === 1 || isLong(typed)) return { typed: "", pasted: [toPasted(message)] };
  return { typed, pasted: [toPasted(message.slice(0, at))] };
}
