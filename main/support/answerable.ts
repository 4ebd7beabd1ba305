import { sentencesOf } from "./sentences.ts";
import { saysTheSame } from "./facts.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** A passage as a search found it. */
export interface FoundPassage {
  readonly text: string;
  /** Cosine with the question; null: found by words alone. */
  readonly similarity: number | null;
}

/** What speaks for an answer standing in the passages; each tells something by itself (bench `abstain`). */
export interface AnswerSigns {
  /** Of the best passage, as the embedding model has it. */
  readonly similarity: number;
  /** The best share of the question's telling words that stand together: in a sentence and its neighbours. */
  readonly together: number;
  /** Names, numbers and dates of the question that do not stand there. */
  readonly factsMissing: number;
  /** What the question asks is turned round by a word: "not", "never", "unchanged". Such ones are answered less often. */
  readonly isNegated: boolean;
}

/** Words of a question without a similarity are taken for this one, the middle of what is seen. */
const USUAL_SIMILARITY = 0.6;
const TURNS_ROUND = /^(?:un|non|dis)\p{L}{4,}|^(?:least|without|except|instead|other)$/u;

/** Pure and deterministic, some milliseconds for ten passages. */
export function answerSigns(question: string, passages: readonly FoundPassage[]): AnswerSigns {
  const asked = tokensOf(question);
  const wanted = asked.filter(({ isTelling }) => isTelling);
  const facts = wanted.filter(isFact);
  const similarities = passages.flatMap(({ similarity }) => similarity ?? []);
  let together = 0;
  let factsMissing = facts.length;
  for (const { text } of passages) {
    const sentences = sentencesOf(text).map(({ start, end }) => tokensOf(text.slice(start, end)));
    for (const at of sentences.keys()) {
      const window = sentences.slice(Math.max(0, at - 1), at + 2).flat();
      const share = wanted.length === 0 ? 0 : 1 - missing(wanted, window).length / wanted.length;
      const without = missing(facts, window).length;
      if (share < together || (share === together && without >= factsMissing)) continue;
      together = share;
      factsMissing = without;
    }
  }
  const isNegated = asked.some(({ isNegation, word }) => isNegation || TURNS_ROUND.test(word));
  const similarity = similarities.length === 0 ? USUAL_SIMILARITY : Math.max(...similarities);
  return { similarity, together, factsMissing, isNegated };
}

function isFact({ isName, kind }: Token): boolean {
  return isName || kind !== "word";
}

function missing(wanted: readonly Token[], there: readonly Token[]): Token[] {
  return wanted.filter((token) => !there.some((other) => saysTheSame(token, other)));
}

/**
 * Fitted by logistic regression on half of `squad`'s questions (every other block of 142, so that articles stay together) against all 301
 * paragraphs, a fourth of them also against the paragraphs of other articles alone, where nothing answers them.
 */
const WEIGHTS = { similarity: 3.86, together: 1.43, factsMissing: -0.99, isNegated: -1.2, start: -3.15 } as const;

/** How likely the passages answer the question, from 0 to 1. On the other half: see bench `abstain`. */
export function answerable(question: string, passages: readonly FoundPassage[]): number {
  if (passages.length === 0) return 0;
  const { similarity, together, factsMissing, isNegated } = answerSigns(question, passages);
  const sum =
    WEIGHTS.start +
    WEIGHTS.similarity * similarity +
    WEIGHTS.together * together +
    WEIGHTS.factsMissing * factsMissing +
    (isNegated ? WEIGHTS.isNegated : 0);
  return 1 / (1 + Math.exp(-sum));
}
