import { createContext, useContext } from "react";
import type { CheckedSentence, Grounding } from "#main/chat/grounding/contract.ts";

/** What of an answer's sources is looked at: a sentence beside what it rests on, or one passage. */
export type Chosen =
  { readonly kind: "sentence"; readonly index: number } | { readonly kind: "passage"; readonly number: number } | null;

/** For the sentences and chips inside of an answer's Markdown, whose pieces are not drawn again when something is chosen. */
export interface GroundedAnswer {
  readonly grounding: Grounding;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}

export const GroundedAnswerContext = createContext<GroundedAnswer | null>(null);

export function useGroundedAnswer(): GroundedAnswer | null {
  return useContext(GroundedAnswerContext);
}

export function sentenceAt(answer: GroundedAnswer | null, index: number): CheckedSentence | null {
  return answer?.grounding.sentences[index] ?? null;
}

export function isChosen(chosen: Chosen, index: number): boolean {
  return chosen?.kind === "sentence" && chosen.index === index;
}

/** Numbers of the passages that an answer's sentences rest on, each once. */
export function usedNumbers({ sentences }: Grounding): Set<number> {
  return new Set(sentences.flatMap(({ from, cited, support }) => (support?.verdict === "not-found" ? cited : from)));
}

/** How many sentences are supported, partly, not found. */
export function verdictCounts({ sentences }: Grounding): { supported: number; partly: number; missing: number } {
  const count = (verdict: string) => sentences.filter(({ support }) => support?.verdict === verdict).length;
  return { supported: count("supported"), partly: count("partly"), missing: count("not-found") };
}
