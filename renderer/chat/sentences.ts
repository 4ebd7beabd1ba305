/**
 * The sentences of `text` that are finished and begin at or after `from`, and where the next one begins: what a screen reader is told
 * while an answer is written. A sentence is finished when white space follows its end.
 */
export function finishedSentences(text: string, from: number, locale: string): { sentences: string[]; next: number } {
  const rest = text.slice(from);
  const parts = [...new Intl.Segmenter(locale, { granularity: "sentence" }).segment(rest)];
  const last = parts.at(-1);
  const finished =
    last !== undefined && /[.!?。！？:]["'”’)\]]*\s+$|\n\s*$/u.test(last.segment) ? parts : parts.slice(0, -1);
  const next = from + finished.reduce((length, part) => length + part.segment.length, 0);
  const sentences = finished.map((part) => part.segment.trim()).filter((sentence) => sentence !== "");
  return { sentences, next };
}
