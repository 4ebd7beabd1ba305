import type { GenerateEvent, GenerateInput } from "#main/engine/contract.ts";
import type { Log } from "#main/lib/log.ts";
import type { EngineLease, ModelEngines, ModelPresets } from "#main/models/lease.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { Answer, AnswerEnd } from "./answer.ts";
import { type AnswerRecord, createRecord } from "./answer-record.ts";
import type { ContextUse, RunState } from "./contract.ts";
import { toErrorShape } from "#main/rpc/to-error-shape.ts";
import { engineCrashed, interrupted } from "./failure.ts";
import { type AnswerCheck, createAnswerCheck } from "./grounding/check-answer.ts";
import type { Grounding } from "./grounding/contract.ts";
import {
  beginEverything,
  fitPassages,
  groundAnswer,
  type GroundingDocuments,
  withPassages,
} from "./grounding/ground-answer.ts";
import { writeEverything } from "./everything/write-everything.ts";
import type { Turn } from "./message-rows.ts";
import { conflict } from "./requests.ts";
import { messageIdsOf, toPrompt } from "./prompt.ts";
import { type AnswerSettings, drawSeed, newGeneration } from "./settings.ts";
import { checkAnswer } from "./structured/check-answer.ts";
import { grammarOf, withSchema } from "./structured/prompt.ts";
import { untilGivenUp } from "./stream.ts";
import { countWords } from "./words.ts";

/** Why a run is aborted: `signal.reason` is one of these, or the error that ends it (the disk took no more). */
export type StopCause = "stop" | "quit";

export interface Writing {
  /** When its turn has come. `turns`: the messages the answer follows; when `goesOn`, it is the last of them itself. */
  prepare: () => Promise<{ settings: AnswerSettings; turns: Turn[] }>;
  goesOn: boolean;
  answer: Answer;
  signal: AbortSignal;
  onState: (state: RunState) => void;
  onContext: (use: ContextUse) => void;
}

/** How long an engine may take to end a stream that was aborted. */
const STOP_WAIT_MS = 3_000;

interface WriteDeps {
  readonly engines: ModelEngines;
  readonly presets: ModelPresets;
  readonly documents: GroundingDocuments;
  readonly log: Log;
}

/** Has one answer written by the engine, from the lease to the last word. Never throws: the end says what happened. */
export async function writeAnswer(writing: Writing, deps: WriteDeps): Promise<AnswerEnd> {
  const checking: Checking = { check: null };
  const end = await writeText(writing, deps, checking);
  const isQuitting = writing.signal.reason === ("quit" satisfies StopCause);
  try {
    if (checking.check !== null && !isQuitting) writing.answer.ground(await checking.check.finish(writing.answer.text));
  } catch (error) {
    // The answer is there, its sentences unmarked: better than no answer.
    deps.log.error({ err: error }, "The sentences of an answer could not be checked");
  }
  return end;
}

/** The check of an answer from documents, once there is something to check. */
interface Checking {
  check: AnswerCheck | null;
}

async function writeText(
  writing: Writing,
  { engines, presets, documents, log }: WriteDeps,
  checking: Checking,
): Promise<AnswerEnd> {
  const { answer, signal } = writing;
  const record = createRecord(writing.goesOn ? answer.shown.generation : null);
  try {
    onlyIfWanted(signal);
    writing.onState({ phase: "loading", progress: 0 });
    const { settings: wanted, turns } = await writing.prepare();
    const settings = { ...wanted, answerSchema: schemaFor(wanted) };
    onlyIfWanted(signal);
    const found = await passagesFor(writing, settings, turns, documents);
    if (found !== null) answer.ground(found);
    if (found?.abstained === "app") return { status: "complete", error: null, ...keep(record, null) };
    onlyIfWanted(signal);
    using lease = await engines.acquire(settings.modelId, {
      signal,
      onProgress: (progress) => writing.onState({ phase: "loading", progress }),
      load: settings.modelId === null ? undefined : presets.inForce(settings.presetId, settings.modelId).load,
    });
    const adapters = await engines.resolveAdapters(lease.modelId, settings.adapters);
    const { preset, ...asPreset } = presetOf(settings, lease.modelId, { engines, presets });
    const seed = begin(lease, settings, preset, writing, record);
    const grounding =
      found && !settings.readsEverything ? await fitPassages(found, lease.client, lease.loaded.contextTokens) : null;
    const { answerSchema } = settings;
    // Sentences are held against their sources; data have none.
    if (grounding !== null && answerSchema === null) checking.check = createAnswerCheck(grounding);
    const asked = grounding === null ? turns : withPassages(turns, grounding);
    const prompt = toPrompt(settings.mode, withSchema(settings.systemPrompt, answerSchema), asked);
    const { sampling } = settings;
    const general = { conversationKey: answer.chatId, adapters, sampling, seed, ...asPreset };
    if (found !== null && settings.readsEverything) {
      const { systemPrompt } = settings;
      const work = { writing, grounding: found, turns, systemPrompt, lease, input: general, record, documents };
      answer.ground(await writeEverything(work), { isSaved: true });
      if (signal.aborted) return cutShort(writing, record, null, log);
      record.stop("end");
      return { status: "complete", error: null, ...keep(record, null) };
    }
    const exactly = settings.evaluation === null ? {} : { evaluation: settings.evaluation };
    const input = { ...general, prompt, ...exactly, ...grammarOf(answerSchema) };
    const stream = lease.client.generate(input, signal);
    const done = await follow(stream, lease.loaded.contextTokens, writing, record, checking.check);
    if (done.stopReason === "stopped") return cutShort(writing, record, done.thoughtsMs, log);
    if (answerSchema !== null && done.stopReason === "end") record.checked(checkAnswer(answerSchema, answer.text));
    return { status: "complete", error: null, ...keep(record, done.thoughtsMs) };
  } catch (error) {
    if (signal.aborted) return cutShort(writing, record, null, log);
    return failed(error, writing, record, log);
  }
}

/** Texts that are continued, and findings of every passage, are no data. */
function schemaFor({ mode, readsEverything, answerSchema }: AnswerSettings): string | null {
  return mode === "text" || readsEverything ? null : answerSchema;
}

/** What this answer is written from; null: from no documents. */
async function passagesFor(
  { goesOn, signal, onState }: Writing,
  { mode, answersFrom, given, readsEverything }: AnswerSettings,
  turns: readonly Turn[],
  documents: GroundingDocuments,
): Promise<Grounding | null> {
  if (mode === "text") return null;
  if (readsEverything) {
    if (goesOn && given !== null) return { ...given, abstained: null };
    const sources = given?.everything?.sources ?? answersFrom.sources;
    return beginEverything(documents, { ...answersFrom, sources });
  }
  if (given !== null) return { ...given, abstained: null, sentences: [], checkedTo: 0, unknownCitations: [] };
  if (answersFrom.sources.length > 0) onState({ phase: "searching" });
  return groundAnswer(documents, answersFrom, turns, signal);
}

type Done = Extract<GenerateEvent, { type: "done" }>;

type PresetUsed = Parameters<typeof newGeneration>[3];

/** What the preset in force, or the one of the answer that is repeated, sets for the engine. */
function presetOf(
  settings: AnswerSettings,
  modelId: string,
  { engines, presets }: Pick<WriteDeps, "engines" | "presets">,
): { preset: PresetUsed } & Pick<GenerateInput, "template" | "drafting"> {
  const inForce = presets.inForce(settings.presetId, modelId);
  const { sha256 } = settings.template ?? { sha256: null };
  const kept = sha256 === null ? null : presets.templateOf(sha256);
  const template = settings.template === null ? inForce.template : kept;
  const drafting = engines.resolveDrafting(inForce.drafting);
  const templateId = template === null ? null : presets.keepTemplate(template);
  return {
    preset: { presetId: inForce.presetId, templateId },
    ...(template === null ? {} : { template }),
    ...(drafting === null ? {} : { drafting }),
  };
}

/** Pages see by whom the answer will be. Returns the seed. */
function begin(
  lease: EngineLease,
  settings: AnswerSettings,
  preset: PresetUsed,
  { answer }: Writing,
  record: AnswerRecord,
): number {
  if (settings.modelFingerprint !== null && settings.modelFingerprint !== lease.modelFingerprint) {
    throw conflict(
      `${lease.modelName} is another file now than the one that wrote this answer. Ask for a new one instead.`,
    );
  }
  const seed = drawSeed(settings);
  record.begin(newGeneration(settings, seed, lease, preset));
  answer.start(record.current);
  return seed;
}

async function follow(
  stream: AsyncIterable<GenerateEvent>,
  contextTokens: number,
  writing: Writing,
  record: AnswerRecord,
  check: AnswerCheck | null,
): Promise<Done> {
  const { answer, signal } = writing;
  for await (const event of untilGivenUp(stream, signal, STOP_WAIT_MS)) {
    switch (event.type) {
      case "queued":
        writing.onState({ phase: "queued", position: event.position });
        break;
      case "reading": {
        const { readTokens, totalTokens, promptTokens, reusedTokens } = event;
        const leftOutMessageIds = messageIdsOf(event.leftOutTurnIds);
        record.read({ promptTokens, reusedTokens, leftOutMessageIds });
        writing.onState({ phase: "reading", progress: totalTokens === 0 ? 1 : readTokens / totalTokens });
        writing.onContext({ usedTokens: promptTokens, contextTokens, leftOutMessageIds });
        break;
      }
      case "text":
        record.wrote(event);
        // The words before what is told about them: somebody waits for the first.
        answer.add(event.text, event.thoughts);
        checkNext(answer, check);
        writing.onState({
          phase: event.text === "" && event.thoughts !== "" ? "thinking" : "writing",
          tokensPerSecond: event.tokensPerSecond,
        });
        break;
      case "done": {
        const leftOutMessageIds = messageIdsOf(event.leftOutTurnIds);
        record.end(event, leftOutMessageIds);
        writing.onContext({ usedTokens: event.usedTokens, contextTokens, leftOutMessageIds });
        return event;
      }
    }
  }
  throw new Error("the engine's stream ended without its last event");
}

function checkNext(answer: Answer, check: AnswerCheck | null): void {
  const checked = check?.next(answer.text) ?? null;
  if (checked !== null) answer.ground(checked);
}

function keep({ current, evaluation }: AnswerRecord, thoughtsMs: number | null) {
  return { generation: current, evaluation, thoughtsMs };
}

function onlyIfWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError("CANCELLED", "Cancelled.", {});
}

/** Ended from outside: by the user, by closing Cloister, or because the text could not be saved. */
function cutShort({ answer, signal }: Writing, record: AnswerRecord, thoughtsMs: number | null, log: Log): AnswerEnd {
  const reason: unknown = signal.reason;
  record.stop(reason instanceof Error ? "failed" : "stopped");
  const end = keep(record, thoughtsMs);
  if (reason instanceof Error)
    return { status: "failed", error: toErrorShape(reason, "An answer failed", log), ...end };
  if (reason !== ("quit" satisfies StopCause)) return { status: "stopped", error: null, ...end };
  return { status: "failed", error: interrupted(countWords(answer.text)).toShape(), ...end };
}

function failed(error: unknown, { answer }: Writing, record: AnswerRecord, log: Log): AnswerEnd {
  const crashed = isAppError(error, "ENGINE_CRASHED");
  record.stop(crashed ? "crashed" : "failed");
  const end = keep(record, null);
  // The job that loaded the model was cancelled: nothing went wrong.
  if (isAppError(error, "CANCELLED")) return { status: "stopped", error: error.toShape(), ...end };
  const told = crashed ? engineCrashed(error.data.model, countWords(answer.text)) : error;
  return { status: "failed", error: toErrorShape(told, "An answer failed", log), ...end };
}
