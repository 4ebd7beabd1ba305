import { randomInt } from "node:crypto";
import type { LoadedModel } from "#main/engine/contract.ts";
import type { ChatConfiguration } from "./chat-rows.ts";
import type { Generation, Message } from "./contract.ts";
import type { AnswersFrom, Grounding } from "./grounding/contract.ts";

/** Everything that decides an answer besides the messages before it. */
export interface AnswerSettings extends ChatConfiguration {
  /** null: the one of the sampling, or a new one. */
  seed: number | null;
  /** The model must still be this one; null: any. */
  modelFingerprint: string | null;
  /** How the engine read the tokens then; null: as it likes. */
  evaluation: string | null;
  /** Every passage of the documents is read for it. */
  readsEverything: boolean;
  /** The passages of an earlier answer, which are not searched for again; null: there are none. */
  given: Grounding | null;
  /** That of an earlier answer, by its hash (null: the model's own); null: that of the preset in force. */
  template: { sha256: string | null } | null;
}

/** Of a chat for its next answer. */
export function settingsOfChat(chat: ChatConfiguration): AnswerSettings {
  const { mode, modelId, adapters, systemPrompt, sampling, presetId, answersFrom, answerSchema } = chat;
  const anew = {
    seed: null,
    modelFingerprint: null,
    evaluation: null,
    given: null,
    readsEverything: false,
    template: null,
  };
  return { mode, modelId, adapters, systemPrompt, sampling, presetId, answersFrom, answerSchema, ...anew };
}

/** As it was begun, for its continuation. */
export function settingsOfAnswer(generation: Generation, given: Message["grounding"]): AnswerSettings {
  const { presetId = null, templateId = null } = generation;
  const answersFrom: AnswersFrom = { sources: [], strictness: "always" };
  const readsEverything = (given?.everything ?? null) !== null;
  return {
    ...settingsOfChat({ ...generation, presetId, answersFrom, answerSchema: generation.structured?.schema ?? null }),
    ...{ given, readsEverything, template: { sha256: templateId } },
  };
}

/** With its seed, by the very same model, and read in the same batches. */
export function exactSettingsOf(
  generation: Generation,
  given: Message["grounding"],
  evaluation: string | null,
): AnswerSettings {
  const { seed, modelFingerprint } = generation;
  return { ...settingsOfAnswer(generation, given), seed, modelFingerprint, evaluation };
}

export function drawSeed(settings: AnswerSettings): number {
  return settings.seed ?? settings.sampling.seed ?? randomInt(2 ** 32);
}

/** The record of an answer as it begins; tokens and times come with its end. */
export function newGeneration(
  settings: AnswerSettings,
  seed: number,
  model: { modelId: string; modelName: string; modelFingerprint: string; loaded: Pick<LoadedModel, "contextTokens"> },
  preset: { presetId: string | null; templateId: string | null },
): Generation {
  return {
    modelId: model.modelId,
    modelName: model.modelName,
    modelFingerprint: model.modelFingerprint,
    adapters: settings.adapters,
    mode: settings.mode,
    systemPrompt: settings.systemPrompt,
    sampling: settings.sampling,
    presetId: preset.presetId,
    templateId: preset.templateId,
    seed,
    contextTokens: model.loaded.contextTokens,
    promptTokens: 0,
    reusedTokens: 0,
    generatedTokens: 0,
    firstTokenMs: null,
    tokensPerSecond: null,
    resumes: 0,
    stopReason: null,
    leftOutMessageIds: [],
    structured: settings.answerSchema === null ? null : { schema: settings.answerSchema, problems: null },
  };
}
