import { setImmediate } from "node:timers/promises";
import type { GivenPassage } from "#main/documents/grounding/contract.ts";
import { checkSentence } from "#main/support/check-sentence.ts";
import type { Support } from "#main/support/contract.ts";
import { telling } from "#main/support/tokens.ts";
import { citationsOf, withoutCitations } from "./citations.ts";
import type { CheckedSentence, Grounding } from "./contract.ts";
import { saysNotThere } from "./frame.ts";
import { type AnswerSentence, answerSentences } from "./sentences.ts";

/** Checks an answer's sentences one by one, while it is written and at its end. */
export interface AnswerCheck {
  /** Checks one sentence that is finished and was not checked yet: some milliseconds. null: there is none. */
  next(text: string): Grounding | null;
  /** All that is left, with room between the sentences for everything else. */
  finish(text: string): Promise<Grounding>;
}

export function createAnswerCheck(begun: Grounding): AnswerCheck {
  let grounding = begun;

  /** `isWhole`: the last sentence is finished too. */
  function next(text: string, isWhole: boolean): Grounding | null {
    const left = answerSentences(text).filter(({ start }) => start >= grounding.checkedTo);
    const [sentence, following] = left;
    if (sentence === undefined || !(isWhole || isFollowed(text, following))) return null;
    const { checked, unknown } = checkOne(text, sentence, grounding.passages);
    grounding = {
      ...grounding,
      sentences: [...grounding.sentences, checked],
      checkedTo: sentence.end,
      unknownCitations: [...new Set([...grounding.unknownCitations, ...unknown])],
    };
    return grounding;
  }

  return {
    next: (text) => next(text, false),
    async finish(text) {
      if (saysNotThere(withoutCitations(text)))
        return { ...grounding, abstained: "model", sentences: [], checkedTo: text.length };
      while (next(text, true) !== null) await setImmediate();
      grounding = { ...grounding, checkedTo: text.length };
      return grounding;
    },
  };
}

/** A sentence is finished when another one has begun, and it is not its citation. */
function isFollowed(text: string, following: AnswerSentence | undefined): boolean {
  return following !== undefined && !/^[[【]/u.test(text.slice(following.start));
}

function checkOne(
  text: string,
  { start, end }: AnswerSentence,
  passages: readonly GivenPassage[],
): { checked: CheckedSentence; unknown: number[] } {
  const written = text.slice(start, end);
  const known = new Map(passages.map((passage) => [passage.number, passage]));
  const marks = citationsOf(written);
  const named = [...new Set(marks.flatMap(({ numbers }) => numbers))];
  const cited = named.filter((number) => known.has(number));
  const place = {
    start,
    end,
    cited,
    citations: marks.map((mark) => ({ start: start + mark.start, end: start + mark.end })),
  };
  const unknown = named.filter((number) => !known.has(number));
  const said = withoutCitations(written)
    .replace(/[*_`]+/gu, "")
    .trim();
  if (statesNothing(said)) return { checked: { ...place, from: cited, support: null }, unknown };
  const any = judge(
    said,
    passages.filter(({ number }) => cited.includes(number)),
    passages,
  );
  return { checked: { ...place, from: any?.from ?? [], support: any?.support ?? null }, unknown };
}

export interface Judged {
  readonly support: Support;
  /** Numbers of the passages that it rests on. */
  readonly from: number[];
}

/** A sentence held against the passages that it cites, then against all: null where there are none. */
export function judge(said: string, cited: readonly GivenPassage[], passages: readonly GivenPassage[]): Judged | null {
  const own = checkCited(said, cited);
  // A model that cites the wrong passage, or none, may still be right: then the right one is named.
  return own?.support.verdict === "supported" ? own : better(own, checkAny(said, passages));
}

function checkCited(said: string, passages: readonly GivenPassage[]): Judged | null {
  if (passages.length === 0) return null;
  const support = checkTogether(said, passages);
  const from = support.from.flatMap((place) => passages[place]?.number ?? []);
  return { support, from: from.length > 0 ? from : passages.map(({ number }) => number) };
}

/** One passage that carries all of it, else what all of them together carry, else the one that carries most. */
function checkAny(said: string, passages: readonly GivenPassage[]): Judged | null {
  if (passages.length === 0) return null;
  const alone = passages
    .map((passage) => ({ from: [passage.number], support: checkSentence(said, [passage.text]) }))
    .toSorted((a, b) => RANK[b.support.verdict] - RANK[a.support.verdict] || b.support.coverage - a.support.coverage);
  const [best] = alone;
  if (best?.support.verdict === "supported") return best;
  const support = checkTogether(said, passages);
  const from = support.from.flatMap((place) => passages[place]?.number ?? []);
  if (support.verdict === "supported" && from.length > 0) return { support, from };
  return best !== undefined && RANK[best.support.verdict] >= RANK[support.verdict] ? best : { support, from };
}

function checkTogether(said: string, passages: readonly GivenPassage[]): Support {
  return checkSentence(
    said,
    passages.map(({ text }) => text),
  );
}

const RANK = { supported: 2, partly: 1, "not-found": 0 } as const;

/** What the cited passages carry in part stays with them, unless others carry all of it. */
function better(own: Judged | null, all: Judged | null): Judged | null {
  if (own === null || own.support.verdict === "not-found") return all ?? own;
  return all?.support.verdict === "supported" ? all : own;
}

/** Questions, greetings, and what only leads to what follows. */
function statesNothing(said: string): boolean {
  return /[?:]$/u.test(said) || telling(said).length === 0;
}
