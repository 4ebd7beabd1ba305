import type { GenerateInput } from "#main/engine/contract.ts";
import type { EngineLease } from "#main/models/lease.ts";
import type { AnswerRecord } from "../answer-record.ts";
import type { Grounding } from "../grounding/contract.ts";
import type { GroundingDocuments } from "../grounding/ground-answer.ts";
import type { Turn } from "../message-rows.ts";
import { toPrompt } from "../prompt.ts";
import { untilGivenUp } from "../stream.ts";
import type { Writing } from "../write-answer.ts";
import { readEverything } from "./read-everything.ts";

export interface WriteEverything {
  readonly writing: Pick<Writing, "answer" | "signal" | "onState">;
  readonly grounding: Grounding;
  readonly turns: readonly Turn[];
  readonly systemPrompt: string;
  readonly lease: EngineLease;
  /** All but the prompt: the same for every batch. */
  readonly input: Omit<GenerateInput, "prompt" | "evaluation">;
  readonly record: AnswerRecord;
  readonly documents: GroundingDocuments;
}

/** A batch's findings are a few lines; a model that goes on and on is cut off. */
const MOST_TOKENS = 400;
const STOP_WAIT_MS = 3_000;

/** An answer that comes from reading every passage, batch by batch. Throws what the engine does; what was found is kept. */
export async function writeEverything(work: WriteEverything): Promise<Grounding> {
  const { writing, lease, input, record, documents } = work;
  const { answer, signal } = writing;
  let written = 0;
  const sampling = { ...input.sampling, temperature: 0, maxTokens: MOST_TOKENS };

  /** In the chat's own conversation: what is forgotten with the chat is forgotten with this. */
  async function reply(text: string): Promise<string> {
    const prompt = toPrompt("chat", work.systemPrompt, [{ id: "batch", role: "user", text, mode: null }]);
    let said = "";
    for await (const event of untilGivenUp(
      lease.client.generate({ ...input, sampling, prompt }, signal),
      signal,
      STOP_WAIT_MS,
    )) {
      if (event.type === "text") said += event.text;
      if (event.type !== "done") continue;
      written += event.generatedTokens;
      record.wrote({ generatedTokens: written, tokensPerSecond: event.tokensPerSecond });
      return said;
    }
    return said;
  }

  const done = await readEverything(work.grounding, {
    ...{ documents, signal, reply, onState: writing.onState, contextTokens: lease.loaded.contextTokens },
    question: work.turns.findLast(({ role }) => role === "user")?.text ?? "",
    countTokens: (texts) => lease.client.countTokens(texts),
    text: () => answer.text,
    save(text, grounding) {
      answer.add(text, "");
      answer.ground(grounding, { isSaved: true });
    },
  });
  const isNothing = done.everything?.isDone === true && done.sentences.length === 0;
  return isNothing ? { ...done, abstained: "model" } : done;
}
