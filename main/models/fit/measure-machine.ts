import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { startEngine } from "#main/engine/start.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import { DEFAULT_LOAD_OPTIONS } from "../load-options.ts";
import { type MachineSpeed, speedFrom } from "./machine-speed.ts";
import { speedModel, speedModelBytes, type SpeedModelSize } from "./speed-model.ts";

/** 112 MB: more than any processor keeps near it, and read some sixty times a second. */
const LARGE: SpeedModelSize = { layers: 6, dimensions: 1_024 };
const SMALL: SpeedModelSize = { layers: 24, dimensions: 64 };
const TOKENS = 96;
/** The first is for finding out how many threads are best. */
const RUNS = 3;
/** Of each: on a slow or busy computer fewer tokens have to do. */
const RUN_MS = 3_000;

export interface MeasureMachine {
  childHost: ChildHost;
  start: typeof startEngine;
  cores: number;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** How fast this computer writes with models of a known size, on the processor, in an engine of their own. Takes some seconds. */
export async function measureMachine(options: MeasureMachine): Promise<Omit<MachineSpeed, "measuredAt">> {
  const folder = await mkdtemp(join(tmpdir(), "cloister-speed-"));
  try {
    const small = await speedOf(SMALL, join(folder, "small.gguf"), options);
    options.onProgress(0.3);
    const large = await speedOf(LARGE, join(folder, "large.gguf"), options);
    return speedFrom(
      { tokensPerSecond: large, bytes: speedModelBytes(LARGE), layers: LARGE.layers },
      { tokensPerSecond: small, layers: SMALL.layers },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function speedOf(size: SpeedModelSize, path: string, options: MeasureMachine): Promise<number> {
  const { childHost, start, cores, signal } = options;
  await writeGguf(path, speedModel(size));
  signal.throwIfAborted();
  const engine = await start({
    childHost,
    modelName: "Speed",
    load: {
      path,
      options: { ...DEFAULT_LOAD_OPTIONS, backend: "cpu", gpuLayers: 0, contextTokens: 512, parallelChats: 1 },
      modelFingerprint: "speed",
      kvStates: null,
      maxThreads: cores,
    },
    onProgress: () => undefined,
    signal,
  });
  try {
    let best = 0;
    for (let run = 0; run < RUNS; run++) {
      const speed = await write(engine.client, String(run), signal);
      if (run > 0) best = Math.max(best, speed);
    }
    if (best === 0) throw new Error("The engine wrote nothing");
    return best;
  } finally {
    engine.kill();
  }
}

async function write(
  client: Awaited<ReturnType<typeof startEngine>>["client"],
  key: string,
  signal: AbortSignal,
): Promise<number> {
  const sampling = { temperature: 0, topP: 1, topK: 1, minP: 0, repeatPenalty: 1, seed: 1, stopSequences: [] };
  const events = client.generate(
    {
      conversationKey: key,
      prompt: { kind: "text", text: "a b c d" },
      adapters: [],
      sampling: { ...sampling, maxTokens: TOKENS },
      seed: 1,
    },
    AbortSignal.any([signal, AbortSignal.timeout(RUN_MS)]),
  );
  let speed = 0;
  for await (const event of events) if (event.type === "done") speed = event.tokensPerSecond ?? 0;
  signal.throwIfAborted();
  return speed;
}
