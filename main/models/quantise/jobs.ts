import type { Job } from "#main/jobs/contract.ts";
import type { JobRun, Jobs } from "#main/jobs/worker.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { TrainerClient, TrainerProgress } from "#main/trainer/client.ts";
import { checkFile } from "../ready-file.ts";
import type { Inspector } from "../library/inspector.ts";
import type { Library } from "../library/library.ts";
import type { ModelRecord } from "../store.ts";
import type { CopyComparison, ModelCopy, Quantisation } from "./contract.ts";
import { openTarget } from "./target.ts";
import { FILE_TYPES, isOriginal } from "./types.ts";

export interface Text {
  name: string;
  text: string;
}

export interface Context {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly folder: string;
  readonly maxThreads: number;
  trainer(signal: AbortSignal): TrainerClient;
  freeMemoryBytes(): number;
  /** Throws NOT_FOUND. */
  copyOf(modelId: string): ModelCopy;
  keep(copy: ModelCopy): void;
}

export interface QuantiseRequest {
  modelId: string;
  type: Quantisation;
  text: Text | null;
  useImportance: boolean;
  again: boolean;
}

export interface CompareRequest {
  modelId: string;
  text: Text;
}

interface Starter<R> {
  start(subject: string, request: R): { jobId: string };
}

type Progress = JobRun<unknown, never>["progress"];

/** Shares of the whole, by what a large model takes; each step runs from where the one before ends. */
const SHARES = { text: 0.35, quantising: 0.8 };

/** Working memory of both beside their weights: a large vocabulary's logits, keys and values of a window. */
const COMPARING_BYTES = 800e6;

export function registerQuantiseJob(jobs: Jobs, context: Context): Starter<QuantiseRequest> {
  return register<QuantiseRequest>(jobs, "quantise-model", (request, run) => quantise(context, request, run));
}

export function registerCompareJob(jobs: Jobs, context: Context): Starter<CompareRequest> {
  return register<CompareRequest>(jobs, "compare-models", async ({ modelId, text }, { signal, progress }) => {
    const comparison = await compare(context, modelId, text, signal, stepsFrom(progress, { comparing: [0, 1] }));
    context.keep({ ...context.copyOf(modelId), comparison, problem: null });
  });
}

/** What the person wrote is held in memory only: a job's payload is stored. */
function register<R>(
  jobs: Jobs,
  kind: Job["kind"],
  work: (request: R, run: JobRun<unknown, never>) => Promise<void>,
): Starter<R> {
  const requests = new Map<string, R>();
  let count = 0;
  jobs.register<{ key: string }, never>({
    kind,
    canPause: false,
    // The text is gone with the app.
    afterRestart: "fail",
    // Each takes all cores and much memory.
    atOnce: 1,
    async run(run) {
      const request = requests.get(run.payload.key);
      if (request === undefined)
        throw new AppError("INTERRUPTED", "Cloister was closed. Start it again.", { words: 0 });
      await work(request, run);
    },
  });
  return {
    start(subject, request) {
      const key = String(++count);
      requests.set(key, request);
      const { jobId, done } = jobs.start(kind, subject, { key });
      void done.then(() => requests.delete(key));
      return { jobId };
    },
  };
}

async function quantise(context: Context, request: QuantiseRequest, run: JobRun<unknown, never>): Promise<void> {
  const { library, inspector, folder, maxThreads } = context;
  const { type, text, again } = request;
  const { signal, progress, jobId } = run;
  const record = await checkFile(library, inspector, request.modelId);
  const importance = request.useImportance ? text : null;
  const begin = importance === null ? 0 : SHARES.text;
  const end = text === null ? 1 : SHARES.quantising;
  const steps = stepsFrom(progress, { "reading-text": [0, begin], quantising: [begin, end] });
  const source = { path: record.path, name: record.name };
  const fileType = FILE_TYPES[type];

  using trainer = context.trainer(signal);
  const [plan] = await trainer.plan({ source, fileTypes: [fileType] });
  if (plan === undefined) throw new Error("The trainer planned nothing");
  if (plan.needsImportance && importance === null) {
    const problem = `${type} is so small that it needs a text, to know which parts of the model matter.`;
    throw new AppError("INVALID_INPUT", problem, { problem });
  }
  const target = await openTarget(folder, jobId, plan.bytes);
  try {
    const made = await trainer.quantise(
      {
        source,
        folder: target.folder,
        fileName: target.fileName,
        fileType,
        expectedBytes: plan.bytes,
        again: again || isOriginal(record.facts.quantisation),
        text: importance?.text ?? null,
        maxThreads,
      },
      steps,
    );
    signal.throwIfAborted();
    const name = copyName(record, type);
    // Looked at before it has a model's name: what cannot be read is never offered.
    const inspection = await inspector.inspect(target.path);
    const copy = library.note(await target.finish(name), "cloister", inspection, name);
    context.keep({
      modelId: copy.id,
      sourceId: record.id,
      sourceName: record.name,
      sourceQuantisation: record.facts.quantisation,
      type,
      madeAt: Date.now(),
      sourceBytes: record.sizeBytes,
      bytes: made.bytes,
      importance: importance === null ? null : { textName: importance.name, tokens: made.importanceTokens },
      comparison: null,
      problem: null,
    });
    if (text !== null) await compareNew(context, copy.id, text, signal, stepsFrom(progress, { comparing: [end, 1] }));
  } catch (error) {
    await target.discard();
    throw error;
  }
}

/** The copy is there: that it could not be compared is said beside it, and undoes nothing. */
async function compareNew(
  context: Context,
  modelId: string,
  text: Text,
  signal: AbortSignal,
  steps: (progress: TrainerProgress) => void,
): Promise<void> {
  try {
    const comparison = await compare(context, modelId, text, signal, steps);
    context.keep({ ...context.copyOf(modelId), comparison });
  } catch (error) {
    if (signal.aborted || !isAppError(error)) throw error;
    context.keep({ ...context.copyOf(modelId), problem: error.toShape() });
  }
}

async function compare(
  context: Context,
  modelId: string,
  text: Text,
  signal: AbortSignal,
  steps: (progress: TrainerProgress) => void,
): Promise<CopyComparison> {
  const { library, inspector, maxThreads } = context;
  const copy = await checkFile(library, inspector, modelId);
  const original = await checkFile(library, inspector, context.copyOf(modelId).sourceId);
  const neededBytes = original.sizeBytes + copy.sizeBytes + COMPARING_BYTES;
  const freeBytes = context.freeMemoryBytes();
  if (freeBytes < neededBytes) {
    const message = `Both models together need ${(neededBytes / 1e9).toFixed(1)} GB; ${(freeBytes / 1e9).toFixed(1)} GB can be had.`;
    throw new AppError("NOT_ENOUGH_MEMORY", message, { model: original.name, neededBytes, freeBytes });
  }
  using trainer = context.trainer(signal);
  const comparison = await trainer.compare(
    { original: fileOf(original), copy: fileOf(copy), text: text.text, maxThreads },
    steps,
  );
  return { ...comparison, textName: text.name, at: Date.now() };
}

function fileOf({ path, name }: ModelRecord): { path: string; name: string } {
  return { path, name };
}

/** Each step's own fraction within its share of the whole. */
function stepsFrom(progress: Progress, shares: Partial<Record<TrainerProgress["step"], readonly [number, number]>>) {
  return ({ step, fraction }: TrainerProgress): void => {
    const [from, to] = shares[step] ?? [0, 1];
    progress(from + fraction * (to - from), { key: step, values: {} });
  };
}

/** What a job is called after: files of several types often have one name. */
export function subjectOf({ name, facts }: Pick<ModelRecord, "name" | "facts">): string {
  const { quantisation } = facts;
  return quantisation === "" || name.includes(quantisation) ? name : `${name} ${quantisation}`;
}

/** "Gemma 3 270M Q4_K_M"; of a name that says its type already, the new one in its place. */
export function copyName(record: Pick<ModelRecord, "name" | "facts">, type: Quantisation): string {
  const { quantisation } = record.facts;
  const at = quantisation === "" ? -1 : record.name.toUpperCase().indexOf(quantisation);
  if (at < 0) return `${record.name} ${type}`;
  return record.name.slice(0, at) + type + record.name.slice(at + quantisation.length);
}
