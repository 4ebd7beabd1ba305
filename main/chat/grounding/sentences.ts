import { sentencesOf } from "#main/support/sentences.ts";
import { citationsOf } from "./citations.ts";

/** A sentence of an answer in Markdown, the citations behind it with it; in UTF-16 code units of the whole text. */
export interface AnswerSentence {
  readonly start: number;
  readonly end: number;
}

const FENCE = /^\s*(?:```|~~~)/u;
const HEADING = /^\s{0,3}#{1,6}\s/u;
const RULE = /^\s*(?:[-*_=]\s*){3,}$|^\s*\|?[\s:|-]+\|[\s:|-]*$/u;
const ROW = /^\s*\|/u;
/** Marks of lists, quotes and tasks before what is said. */
const MARKS = /^(?:\s|>|[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+|\|)+/u;
const ONLY_CITATIONS = /^(?:[\s.,;]|[[【][^\]】]{0,40}[\]】])+/u;

/**
 * The sentences of an answer that state something: those of paragraphs and items, and rows of tables. Headings and code are left
 * out. A citation after the full stop belongs to the sentence before it.
 */
export function answerSentences(text: string): AnswerSentence[] {
  const found: AnswerSentence[] = [];
  let isCode = false;
  const lines = linesOf(text);
  for (const [at, { start, line }] of lines.entries()) {
    const isHead = HEADING.test(line) || (ROW.test(line) && RULE.test(lines[at + 1]?.line ?? ""));
    if (FENCE.test(line)) isCode = !isCode;
    else if (!isCode && !isHead && !RULE.test(line)) found.push(...sentencesIn(line, start));
  }
  return found;
}

function sentencesIn(line: string, offset: number): AnswerSentence[] {
  const marks = MARKS.exec(line)?.[0].length ?? 0;
  const said = line.slice(marks).trimEnd();
  if (said === "") return [];
  const pieces = ROW.test(line) ? [{ start: 0, end: said.length }] : withCitations(said, sentencesOf(said));
  return pieces.map(({ start, end }) => ({ start: offset + marks + start, end: offset + marks + end }));
}

/** "He fell. [1] She did not." has its citation in the first sentence. */
function withCitations(said: string, sentences: readonly { start: number; end: number }[]) {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of sentences) {
    const lead = citationsOf(said.slice(start, end))[0]?.start === 0 ? leadOf(said.slice(start, end)) : 0;
    const last = joined.at(-1);
    if (last !== undefined && lead > 0) last.end = start + said.slice(start, start + lead).trimEnd().length;
    if (last !== undefined && start + lead >= end) continue;
    joined.push({ start: last === undefined ? start : start + lead, end });
  }
  return joined;
}

function leadOf(sentence: string): number {
  return ONLY_CITATIONS.exec(sentence)?.[0].length ?? 0;
}

function linesOf(text: string): { start: number; line: string }[] {
  let next = 0;
  return text.split("\n").map((line) => {
    const start = next;
    next += line.length + 1;
    return { start, line };
  });
}
