import { setTimeout as sleep } from "node:timers/promises";
import type { JobRun } from "#main/jobs/worker.ts";
import type { Finders } from "#main/documents/grounding/contract.ts";
import type { EngineLease, ModelEngines, ModelPresets } from "#main/models/lease.ts";
import { createAnswerCheck } from "../grounding/check-answer.ts";
import type { Grounding, Strictness } from "../grounding/contract.ts";
import { fitPassages, groundAnswer, type GroundingDocuments, withPassages } from "../grounding/ground-answer.ts";
import type { Turn } from "../message-rows.ts";
import { toPrompt } from "../prompt.ts";
import type { EvaluationQuestion, QuestionResult } from "./contract.ts";
import { isExpected } from "./figures.ts";

export interface RunQuestions {
  readonly documents: GroundingDocuments;
  readonly engines: Pick<ModelEngines, "acquire" | "resolveAdapters" | "usualAdapters">;
  readonly presets: Pick<ModelPresets, "forNewChat" | "inForce">;
}

export interface QuestionsPayload {
  readonly runId: string;
  readonly collectionId: string;
  readonly strictness: Strictness;
  readonly withAnswers: boolean;
}

/** A sentence or two are enough to be checked. */
const MOST_TOKENS = 256;
/** Told at most so often, and others get their turn. */
const PAUSE_MS = 1;
const SEED = 1;

/** What comes of each question, from where an earlier attempt had come to; with the model that answered. */
export async function runQuestions(
  { documents, engines, presets }: RunQuestions,
  questions: readonly EvaluationQuestion[],
  { payload, checkpoint, signal, progress, saveCheckpoint }: JobRun<QuestionsPayload, QuestionResult[]>,
): Promise<{ results: QuestionResult[]; modelName: string | null; finders: Finders | undefined }> {
  const { collectionId, strictness, withAnswers } = payload;
  const answersFrom = { sources: [{ kind: "collection" as const, collectionId, name: "" }], strictness };
  const results = [...(checkpoint ?? [])];
  using lease = withAnswers ? await engines.acquire(null, { signal, onProgress: () => undefined }) : null;
  let finders: Finders | undefined;
  for (const asked of questions.slice(results.length)) {
    signal.throwIfAborted();
    progress(results.length / questions.length, {
      key: "evaluating",
      values: { question: results.length + 1, questions: questions.length },
    });
    const turns: Turn[] = [{ id: asked.id, role: "user", text: asked.question, mode: null }];
    const grounding = await groundAnswer(documents, answersFrom, turns, signal);
    finders = grounding?.coverage.finders ?? finders;
    const answered =
      lease === null || grounding === null || grounding.abstained !== null
        ? grounding
        : await answer({ engines, presets }, lease, grounding, turns, signal);
    results.push(resultOf(asked, grounding, answered));
    saveCheckpoint(results);
    await sleep(PAUSE_MS);
  }
  return { results, modelName: lease?.modelName ?? null, finders };
}

/** As a new chat with this model would answer it, but always the same. */
async function answer(
  { engines, presets }: Pick<RunQuestions, "engines" | "presets">,
  lease: EngineLease,
  begun: Grounding,
  turns: readonly Turn[],
  signal: AbortSignal,
): Promise<Grounding> {
  const grounding = await fitPassages(begun, lease.client, lease.loaded.contextTokens);
  const { systemPrompt, adapters, sampling } = presets.forNewChat(lease.modelId);
  const used = adapters ?? engines.usualAdapters(lease.modelId, "chat");
  const { template } = presets.inForce(null, lease.modelId);
  const stream = lease.client.generate(
    {
      conversationKey: "evaluation",
      prompt: toPrompt("chat", systemPrompt ?? "", withPassages(turns, grounding)),
      adapters: await engines.resolveAdapters(lease.modelId, used),
      sampling: { ...sampling, temperature: 0, maxTokens: MOST_TOKENS },
      seed: SEED,
      ...(template === null ? {} : { template }),
    },
    signal,
  );
  let text = "";
  for await (const event of stream) if (event.type === "text") text += event.text;
  signal.throwIfAborted();
  return createAnswerCheck(grounding).finish(text);
}

function resultOf(
  { id, question, expected }: EvaluationQuestion,
  found: Grounding | null,
  answered: Grounding | null,
): QuestionResult {
  const passages = found?.passages ?? [];
  const ranks = passages.flatMap((passage, at) => (expected.some((one) => isExpected(passage, one)) ? [at + 1] : []));
  const judged = (answered?.sentences ?? []).filter(({ support }) => support !== null);
  return {
    ...{ questionId: id, question, ranks, isAnswerable: expected.length > 0 },
    isAbstained: answered === null || answered.abstained !== null,
    checked: judged.length,
    supported: judged.filter(({ support }) => support?.verdict === "supported").length,
  };
}
