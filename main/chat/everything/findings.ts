import type { GivenPassage } from "#main/documents/grounding/contract.ts";
import { telling } from "#main/support/tokens.ts";
import { judge } from "../grounding/check-answer.ts";
import { citationsOf, withoutCitations } from "../grounding/citations.ts";
import type { CheckedSentence, Grounding } from "../grounding/contract.ts";

/** So alike in their telling words, and with the same figures, two findings are one. */
const SAME_SHARE = 0.75;

export interface TakenIn {
  readonly grounding: Grounding;
  /** What is added to the answer's text. */
  readonly text: string;
  /** Lines that no passage carries: left out. */
  readonly dropped: number;
}

/**
 * Takes the lines that a model wrote of a batch into what was found so far. Each is held against its passages; what none of them says is
 * left out, and what was found before is cited once more instead of being said again. `text`: the answer up to here.
 */
export function takeIn(
  grounding: Grounding,
  text: string,
  lines: readonly string[],
  batch: readonly GivenPassage[],
): TakenIn {
  let now = grounding;
  let added = "";
  let dropped = 0;
  for (const line of lines) {
    const said = withoutCitations(line)
      .replace(/[*_`]+/gu, "")
      .trim();
    const named = new Set(citationsOf(line).flatMap(({ numbers }) => numbers));
    const found = judge(
      said,
      batch.filter(({ number }) => named.has(number)),
      batch,
    );
    if (found === null || found.support.verdict === "not-found" || found.from.length === 0) {
      dropped += 1;
      continue;
    }
    const { passages, numbers } = withPassages(
      now,
      batch.filter(({ number }) => found.from.includes(number)),
    );
    const same = now.sentences.findIndex((sentence) => isSame(said, textOf(sentence, text + added)));
    if (same >= 0) {
      const sentences = now.sentences.map((sentence, at) =>
        at === same ? { ...sentence, from: [...new Set([...sentence.from, ...numbers])] } : sentence,
      );
      now = { ...now, passages, sentences };
      continue;
    }
    const start = text.length + added.length + 2;
    added += `- ${said}\n`;
    const sentence: CheckedSentence = {
      ...{ start, end: start + said.length, citations: [], cited: numbers, from: numbers, support: found.support },
    };
    now = { ...now, passages, sentences: [...now.sentences, sentence], checkedTo: text.length + added.length };
  }
  return { grounding: now, text: added, dropped };
}

/** The passages that are rested on get numbers of the whole answer; those that have one keep it. */
function withPassages(grounding: Grounding, used: readonly GivenPassage[]) {
  const passages = [...grounding.passages];
  const numbers = used.map((passage) => {
    const known = passages.find(({ key, documentId }) => key === passage.key && documentId === passage.documentId);
    if (known !== undefined) return known.number;
    passages.push({ ...passage, number: passages.length + 1 });
    return passages.length;
  });
  return { passages, numbers };
}

function textOf({ start, end }: CheckedSentence, text: string): string {
  return text.slice(start, end);
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [telling(a), telling(b)];
  const figures = (tokens: typeof one) =>
    tokens
      .filter(({ kind }) => kind !== "word")
      .map(({ text }) => text)
      .toSorted()
      .join(" ");
  if (figures(one) !== figures(other)) return false;
  const [left, right] = [
    new Set(one.map(({ stem, text }) => stem || text)),
    new Set(other.map(({ stem, text }) => stem || text)),
  ];
  const shared = [...left].filter((stem) => right.has(stem)).length;
  const all = left.size + right.size - shared;
  return all === 0 || shared / all >= SAME_SHARE;
}
