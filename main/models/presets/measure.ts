import { setTimeout as sleep } from "node:timers/promises";
import type { Sampling } from "#main/chat/contract.ts";
import type { EngineDrafting, GenerateEvent } from "#main/engine/contract.ts";
import type { Jobs, JobRun } from "#main/jobs/worker.ts";
import { newId } from "#main/lib/ids.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { EngineLease, ModelEngines } from "../lease.ts";
import { balanced } from "./built-in.ts";
import type { Measurement, Preset } from "./contract.ts";
import { QUOTING, READING } from "./measure-texts.ts";
import type { Presets } from "./service.ts";

/** Measures what a preset does here, as a job. */
export interface Measuring {
  start(modelId: string, presetId: string | null): { jobId: string };
}

interface MeasuringOptions {
  readonly jobs: Jobs;
  readonly presets: Pick<Presets, "find" | "inForce" | "noteMeasurement">;
  readonly engines: Pick<ModelEngines, "acquire" | "resolveDrafting" | "writing" | "forgetConversation"> & {
    readonly library: { get(modelId: string): { readonly name: string } };
  };
  /** For tests. */
  readonly quietCheckMs?: number;
}

interface Payload {
  readonly modelId: string;
  readonly presetId: string | null;
}

/** Enough for a steady speed, and over in seconds on most machines. */
const TOKENS = 96;
const QUOTED_TOKENS = 128;
/** A very slow machine is measured by what it wrote until then. */
const LONGEST_MS = 25_000;
/** Fewer written tokens say little: the model ended by itself, and is asked again with another seed. */
const TELLING_TOKENS = 32;
const SEEDS = 4;
/** How often it begins again because somebody wrote meanwhile. */
const ATTEMPTS = 5;
const QUIET_CHECK_MS = 200;

type Done = Extract<GenerateEvent, { type: "done" }>;

interface Task {
  readonly text: string;
  readonly sampling: Sampling;
  readonly seed: number;
  readonly drafting: EngineDrafting | null;
}

/** Thrown inside of a measurement that others disturbed; it then begins again. */
class Disturbed extends Error {}

export function createMeasuring({
  jobs,
  presets,
  engines,
  quietCheckMs = QUIET_CHECK_MS,
}: MeasuringOptions): Measuring {
  jobs.register<Payload, never>({ kind: "measure-preset", canPause: false, afterRestart: "fail", atOnce: 1, run });

  async function run({ jobId, payload, signal, progress }: JobRun<Payload, never>): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      progress(0, { key: "waiting-for-quiet", values: {} });
      while (engines.writing() > 0) await sleep(quietCheckMs, undefined, { signal });
      try {
        presets.noteMeasurement(await measure(jobId, payload, signal, progress));
        return;
      } catch (error) {
        if (!(error instanceof Disturbed)) throw error;
      } finally {
        await engines.forgetConversation(jobId);
      }
    }
    const problem = "Answers were written all the while. Measure again when nothing is being written.";
    throw new AppError("CONFLICT", problem, { problem });
  }

  async function measure(
    key: string,
    { modelId, presetId }: Payload,
    signal: AbortSignal,
    progress: JobRun<Payload, never>["progress"],
  ): Promise<Measurement> {
    const { load, drafting } = presets.inForce(presetId, modelId);
    progress(0, { key: "loading-model", values: {} });
    using lease = await engines.acquire(modelId, { signal, load, onProgress: (part) => progress(part * 0.2) });
    const engineDrafting = engines.resolveDrafting(drafting);
    const sampling = samplingOf(presetId === null ? null : presets.find(presetId));
    const ask = (task: Omit<Task, "seed">, seed = 1) => write(lease, key, { ...task, seed }, signal);

    progress(0.2, { key: "measuring", values: {} });
    // Reads the weights from disk where they are not in memory yet, and loads the draft model: neither is what is measured.
    await ask({ text: "Once", sampling: { ...sampling, maxTokens: 4 }, drafting: engineDrafting });
    progress(0.3);
    let best = await ask({ text: READING, sampling, drafting: engineDrafting });
    const { promptTokens, reusedTokens, firstTokenMs } = best;
    progress(0.6);
    for (let seed = 2; best.generatedTokens < TELLING_TOKENS && seed <= SEEDS; seed += 1) {
      const other = await ask({ text: READING, sampling, drafting: engineDrafting }, seed);
      if (other.generatedTokens > best.generatedTokens) best = other;
    }
    progress(0.7);
    const quoting = engineDrafting === null ? null : await quote(ask, engineDrafting, () => progress(0.85));
    const { memoryBytes, gpuMemoryBytes, threads } = await lease.client.status();
    return {
      id: newId(),
      modelId,
      presetId,
      at: Date.now(),
      promptSpeed: perSecond(promptTokens - reusedTokens, firstTokenMs),
      promptTokens: promptTokens - reusedTokens,
      answerSpeed: best.tokensPerSecond ?? 0,
      quoting,
      memoryBytes,
      gpuMemoryBytes,
      contextTokens: lease.loaded.contextTokens,
      threads,
      kvCacheType: lease.kvCacheType,
      drafting: engineDrafting?.kind ?? "off",
      backend: lease.loaded.backend,
      libraryVersion: lease.loaded.libraryVersion,
    };
  }

  /** One answer, alone. Throws Disturbed as soon as somebody else has one written. */
  async function write(lease: EngineLease, key: string, task: Task, signal: AbortSignal): Promise<Done> {
    const stop = new AbortController();
    const ended = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(LONGEST_MS)]);
    const check = setInterval(() => {
      if (engines.writing() > 1) stop.abort();
    }, quietCheckMs);
    try {
      const { text, sampling, seed, drafting } = task;
      const prompt = { kind: "text", text } as const;
      const drafts = drafting === null ? {} : { drafting };
      const input = { conversationKey: key, prompt, adapters: [], sampling, seed, ...drafts };
      for await (const event of lease.client.generate(input, ended)) {
        if (event.type !== "done") continue;
        signal.throwIfAborted();
        if (stop.signal.aborted) throw new Disturbed();
        return event;
      }
      throw new Error("the engine's stream ended without its last event");
    } finally {
      clearInterval(check);
      // The next prompt is to be read from its beginning.
      await lease.client.forget(key);
    }
  }

  return {
    start(modelId, presetId) {
      const { name } = engines.library.get(modelId);
      const preset = presetId === null ? null : presets.find(presetId);
      if (presetId !== null && preset === null)
        throw new AppError("NOT_FOUND", "This preset is no longer there.", { what: "preset" });
      return { jobId: jobs.start("measure-preset", name, { modelId, presetId }).jobId };
    },
  };
}

/** Writing again what stands in the prompt, with drafting and without. Always the likeliest token: a copy is meant. */
async function quote(
  ask: (task: Omit<Task, "seed">) => Promise<Done>,
  drafting: EngineDrafting,
  onHalf: () => void,
): Promise<Measurement["quoting"]> {
  const sampling = {
    ...balanced,
    temperature: 0,
    topK: 0,
    topP: 1,
    minP: 0,
    repeatPenalty: 1,
    maxTokens: QUOTED_TOKENS,
  };
  const drafted = await ask({ text: QUOTING, sampling, drafting });
  onHalf();
  const plain = await ask({ text: QUOTING, sampling, drafting: null });
  return {
    speed: drafted.tokensPerSecond ?? 0,
    plainSpeed: plain.tokensPerSecond ?? 0,
    drafted: drafted.drafted?.tokens ?? 0,
    accepted: drafted.drafted?.accepted ?? 0,
  };
}

/** As long as is measured, and not cut by a word that the text happens to hold. */
function samplingOf(preset: Preset | null): Sampling {
  return { ...(preset?.sampling ?? balanced), maxTokens: TOKENS, stopSequences: [] };
}

function perSecond(tokens: number, ms: number | null): number {
  return ms === null || ms <= 0 ? 0 : (tokens / ms) * 1_000;
}
