import type { GivenPassage } from "#main/documents/grounding/contract.ts";
import type { DocumentsService } from "#main/documents/service.ts";
import type { EngineClient } from "#main/engine/client.ts";
import { asksForEverything } from "../everything/prompt.ts";
import type { Turn } from "../message-rows.ts";
import type { AnswersFrom, Grounding, Strictness } from "./contract.ts";
import { framed, framedPassage } from "./frame.ts";

/** What chats need of documents. */
export type GroundingDocuments = Pick<DocumentsService, "ground" | "extent" | "passagesAfter">;

/** Passages that are looked for; how many are given depends on the room. */
const PASSAGES = 8;
/** Of the room for conversation: the rest is for the turns before and the answer. */
const MOST_OF_ROOM = 0.5;
/** Which share of questions is answered at these, of those with an answer, of those near to one and of others: bench `abstain`. */
export const LEAST_ANSWERABLE: Record<Strictness, number> = { strict: 0.25, balanced: 0.15, always: 0 };

/** Searches for the question at the end of `turns`; null: the chat answers from no documents, or nothing is asked. */
export async function groundAnswer(
  documents: GroundingDocuments,
  { sources, strictness }: AnswersFrom,
  turns: readonly Turn[],
  signal: AbortSignal,
): Promise<Grounding | null> {
  const questions = turns.filter(({ role }) => role === "user");
  const question = questions.at(-1);
  if (sources.length === 0 || question === undefined) return null;
  const before = questions.at(-2)?.text ?? null;
  const { passages, coverage, answerable } = await documents.ground(
    { question: question.text, before, sources, limit: PASSAGES },
    signal,
  );
  return {
    passages: passages.map((passage, at) => ({ ...passage, number: at + 1 })),
    ...{ coverage, strictness, answerable, sentences: [], checkedTo: 0, unknownCitations: [] },
    asksForEverything: asksForEverything(question.text),
    everything: null,
    abstained: passages.length === 0 || answerable < LEAST_ANSWERABLE[strictness] ? "app" : null,
  };
}

/** Before the first passage of all is read. */
export async function beginEverything(
  documents: GroundingDocuments,
  { sources, strictness }: AnswersFrom,
): Promise<Grounding> {
  const { passages, coverage } = await documents.extent(sources);
  return {
    ...{ passages: [], coverage, strictness, answerable: 1, sentences: [], checkedTo: 0, unknownCitations: [] },
    ...{ abstained: null, asksForEverything: true },
    everything: { sources, passages, read: 0, dropped: 0, cursor: null, isDone: false },
  };
}

/** As many of the passages as the model has room for, the best ones; at least one. */
export async function fitPassages(
  grounding: Grounding,
  client: Pick<EngineClient, "countTokens">,
  contextTokens: number,
): Promise<Grounding> {
  const counts = await client.countTokens(grounding.passages.map(framedPassage));
  const fitting: GivenPassage[] = [];
  let tokens = 0;
  for (const [at, passage] of grounding.passages.entries()) {
    tokens += counts[at] ?? 0;
    if (at > 0 && tokens > contextTokens * MOST_OF_ROOM) break;
    fitting.push(passage);
  }
  return { ...grounding, passages: fitting };
}

/** The turns with the passages around the last question. */
export function withPassages(turns: readonly Turn[], { passages }: Grounding): Turn[] {
  const at = turns.findLastIndex(({ role }) => role === "user");
  return turns.map((turn, place) => (place === at ? { ...turn, text: framed(turn.text, passages) } : turn));
}
