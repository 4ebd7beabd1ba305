import type { GivenPassage } from "#main/documents/grounding/contract.ts";
import type { RunState } from "../contract.ts";
import type { Grounding } from "../grounding/contract.ts";
import type { GroundingDocuments } from "../grounding/ground-answer.ts";
import { framedPassage } from "../grounding/frame.ts";
import { takeIn } from "./findings.ts";
import { everythingPrompt, linesOf } from "./prompt.ts";

/** What reading everything needs of the run that it is. */
export interface EverythingRun {
  readonly documents: GroundingDocuments;
  readonly question: string;
  /** Of the room for conversation. */
  readonly contextTokens: number;
  countTokens(texts: string[]): Promise<number[]>;
  /** What the model writes to a prompt; "" where it was stopped. */
  reply(prompt: string): Promise<string>;
  /** The answer's text so far. */
  text(): string;
  /** Adds to the text and saves it with what was found, as one: a kill loses a batch at most. */
  save(text: string, grounding: Grounding): void;
  onState(state: RunState): void;
  readonly signal: AbortSignal;
}

/** Of the room: the rest is for the question and what is written. */
const BATCH_OF_ROOM = 0.4;
/** More at once, and small models begin to overlook things. */
const MOST_BATCH_TOKENS = 1_500;
const MOST_PASSAGES = 24;

/** Reads passage after passage from where it was left; ends when all are read, or the signal is aborted. */
export async function readEverything(begun: Grounding, run: EverythingRun): Promise<Grounding> {
  let grounding = begun;
  const startedAt = performance.now();
  const readBefore = begun.everything?.read ?? 0;
  while (!run.signal.aborted) {
    const { everything } = grounding;
    if (everything === null) return grounding;
    const { sources, cursor, read, passages: total } = everything;
    const next = await run.documents.passagesAfter(sources, cursor, MOST_PASSAGES);
    const batch = await fitting(next.passages, run);
    const last = batch.at(-1);
    if (last === undefined) return { ...grounding, everything: { ...everything, read: total, isDone: true } };
    run.onState({ phase: "everything", read, total, found: grounding.sentences.length, leftMs: leftMs(read, total) });
    const reply = await run.reply(everythingPrompt(run.question, batch));
    // Half a batch is not read: it is begun again when somebody goes on.
    if (run.signal.aborted) return grounding;
    const taken = takeIn(grounding, run.text(), linesOf(reply), batch);
    grounding = {
      ...taken.grounding,
      everything: {
        ...everything,
        cursor: { documentId: last.documentId, key: last.key },
        read: Math.min(total, read + batch.length),
        dropped: everything.dropped + taken.dropped,
      },
    };
    run.save(taken.text, grounding);
  }
  return grounding;

  function leftMs(read: number, total: number): number | null {
    const done = read - readBefore;
    return done === 0 ? null : ((performance.now() - startedAt) / done) * (total - read);
  }
}

/** As many as the room takes, at least one; numbered from 1. */
async function fitting(
  passages: readonly Omit<GivenPassage, "number">[],
  { contextTokens, countTokens }: EverythingRun,
): Promise<GivenPassage[]> {
  const numbered = passages.map((passage, at) => ({ ...passage, number: at + 1 }));
  const counts = await countTokens(numbered.map(framedPassage));
  const most = Math.min(MOST_BATCH_TOKENS, contextTokens * BATCH_OF_ROOM);
  let tokens = 0;
  const end = counts.findIndex((count, at) => (tokens += count) > most && at > 0);
  return end < 0 ? numbered : numbered.slice(0, end);
}
