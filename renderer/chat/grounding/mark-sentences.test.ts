import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import ReactMarkdown from "react-markdown";
import { expect, it } from "vitest";
import type { CheckedSentence } from "#main/chat/grounding/contract.ts";
import { marksIn, markSentences, withoutCitations } from "./mark-sentences.ts";

/** Sentences by their texts; their citations are what is in brackets. */
function sentencesOf(text: string, ...said: string[]): CheckedSentence[] {
  return said.map((sentence) => {
    const start = text.indexOf(sentence);
    const citations = [...sentence.matchAll(/\[\d+\]/g)].map((match) => ({
      start: start + match.index,
      end: start + match.index + match[0].length,
    }));
    return { start, end: start + sentence.length, citations, cited: [], from: [], support: null };
  });
}

/** A sentence between braces with its place, a chip as #place, other marks as they are. */
function drawn(text: string, sentences: CheckedSentence[]): string {
  const remarkPlugins = [markSentences(marksIn(sentences, 0, text.length))];
  return renderToStaticMarkup(createElement(ReactMarkdown, { remarkPlugins }, text))
    .replace(/<span data-chip="(\d+)"><\/span>/g, "#$1")
    .replace(/<span data-sentence="(\d+)">([^<]*)<\/span>/g, "{$1 $2}")
    .replace(/<\/?p>/g, "");
}

it("marks sentences and puts a chip behind each, without its citations", () => {
  const text = "It is due [1]. She left. [2] Done";
  expect(drawn(text, sentencesOf(text, "It is due [1].", "She left. [2]"))).toBe(
    "{0 It is due.}#0 {1 She left.}#1 Done",
  );
});

it("a sentence that goes through emphasis and links has one chip, at its end", () => {
  const text = "The **yearly *rent*** is `due` here [1]. On.";
  const sentences = sentencesOf(text, "The **yearly *rent*** is `due` here [1].", "On.");
  expect(drawn(text, sentences)).toBe(
    "{0 The }<strong>{0 yearly }<em>{0 rent}</em></strong>{0  is }<code>due</code>{0  here.}#0 {1 On.}#1",
  );
});

it("text with escapes, whose places are not known, belongs to the sentence that most of it is", () => {
  const text = "A \\* star &amp; more. B.";
  expect(drawn(text, sentencesOf(text, "A \\* star &amp; more.", "B."))).toBe("{0 A * star &amp; more. B.}#0");
});

it("places are those of the piece", () => {
  const text = "First.\n\nSecond [1].";
  const [, second] = sentencesOf(text, "First.", "Second [1].");
  expect(marksIn(sentencesOf(text, "First.", "Second [1]."), 8, 11)).toEqual([
    { index: 1, start: 0, end: 11, citations: [{ start: 7, end: 10 }] },
  ]);
  expect(second?.start).toBe(8);
});

it("is copied without citations", () => {
  const text = "It is due [1][2]. She left. [2]\n";
  expect(withoutCitations(text, sentencesOf(text, "It is due [1][2].", "She left. [2]"))).toBe(
    "It is due. She left.\n",
  );
});
