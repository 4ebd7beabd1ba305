import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GenerateInput } from "#main/engine/contract.ts";
import { createJobs } from "#main/jobs/service.ts";
import { newId } from "#main/lib/ids.ts";
import { createLog } from "#main/lib/log.ts";
import type { Store } from "#main/store/open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "#main/store/testing.ts";
import type { EngineLease, ModelEngines, Waiting } from "../lease.ts";
import type { PresetParts } from "./contract.ts";
import { createMeasuring } from "./measure.ts";
import { createPresets, type Presets } from "./service.ts";

const MODEL = newId();
const nothing: PresetParts = { sampling: null, systemPrompt: null, template: null, load: {}, drafting: null };

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let jobs: ReturnType<typeof createJobs>;
let presets: Presets;
/** Answers of others. */
let others = 0;
let own = 0;
let asked: GenerateInput[] = [];
let waited: Waiting[] = [];
let during: () => void = () => undefined;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openTestStore(folder.path);
  jobs = createJobs({ store, log: createLog({ level: "silent" }) });
  presets = createPresets({ store });
  [others, own, asked, waited, during] = [0, 0, [], [], () => undefined];
});
afterEach(async () => {
  await jobs.dispose();
  presets.dispose();
  store.close();
  folder[Symbol.dispose]();
});

/** An engine that reads 450 tokens in 1.5 s and writes 40 a second, or 80 when it guesses. */
function measuring() {
  const client = {
    async *generate(input: GenerateInput, signal: AbortSignal) {
      asked.push(input);
      own += 1;
      during();
      // A disturbance is seen soon, and not before it is there.
      if (others > 0) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      own -= 1;
      const speed = input.drafting === undefined ? 40 : 80;
      yield {
        ...{ type: "done", stopReason: signal.aborted ? "stopped" : "end", promptTokens: 450, reusedTokens: 0 },
        ...{ generatedTokens: 96, firstTokenMs: 1_500, thoughtsMs: null, tokensPerSecond: speed },
        ...{ usedTokens: 546, leftOutTurnIds: [] },
        ...(input.drafting === undefined ? {} : { drafted: { tokens: 60, accepted: 45 } }),
      };
    },
    forget: () => Promise.resolve(),
    status: () => Promise.resolve({ memoryBytes: 7e8, gpuMemoryBytes: 0, threads: 2 }),
  };
  const lease = {
    client,
    loaded: { contextTokens: 4_096, backend: "cpu", libraryVersion: "test" },
    kvCacheType: "q8_0",
    [Symbol.dispose]: () => undefined,
  } as unknown as EngineLease;
  const engines = {
    acquire(_id: string | null, waiting: Waiting) {
      waited.push(waiting);
      return Promise.resolve(lease);
    },
    resolveDrafting: (drafting) => (drafting.kind === "lookup" ? drafting : null),
    writing: () => own + others,
    forgetConversation: () => Promise.resolve(),
  } satisfies Pick<ModelEngines, "acquire" | "resolveDrafting" | "writing" | "forgetConversation">;
  const library = { get: () => ({ name: "Ada" }) };
  const made = createMeasuring({ jobs, presets, engines: { ...engines, library }, quietCheckMs: 1 });
  jobs.begin();
  return made;
}

async function ended(jobId: string) {
  for (;;) {
    const job = jobs.list().find(({ id }) => id === jobId);
    if (job?.endedAt !== null) return job;
    await sleep(2);
  }
}

test("what a preset does is measured with its own room, sampling and guesses, and kept", async () => {
  const parts: PresetParts = {
    ...nothing,
    load: { contextTokens: 4_096, kvCacheType: "q8_0" },
    drafting: { kind: "lookup", tokens: 8 },
  };
  const preset = presets.save({ id: null, modelId: MODEL, name: "Fast", parts });
  const { jobId } = measuring().start(MODEL, preset.id);
  expect(await ended(jobId)).toMatchObject({ state: "done", kind: "measure-preset", subject: "Ada" });
  expect(waited[0]?.load).toEqual(parts.load);
  expect(presets.measurements(MODEL, preset.id)).toMatchObject([
    {
      promptSpeed: 300,
      promptTokens: 450,
      answerSpeed: 80,
      quoting: { speed: 80, plainSpeed: 40, drafted: 60, accepted: 45 },
      memoryBytes: 7e8,
      contextTokens: 4_096,
      kvCacheType: "q8_0",
      drafting: "lookup",
    },
  ]);
});

test("without guesses there is nothing to compare", async () => {
  const { jobId } = measuring().start(MODEL, null);
  await ended(jobId);
  expect(presets.measurements(MODEL, null)).toMatchObject([{ answerSpeed: 40, quoting: null, drafting: "off" }]);
});

test("waits until nothing else is written, and begins again when somebody writes meanwhile", async () => {
  others = 1;
  const { jobId } = measuring().start(MODEL, null);
  await sleep(20);
  expect(asked).toEqual([]);
  let disturbed = false;
  during = () => {
    if (disturbed || asked.length < 2) return;
    disturbed = true;
    others = 1;
    setTimeout(() => (others = 0), 30);
  };
  others = 0;
  expect(await ended(jobId)).toMatchObject({ state: "done" });
  expect(disturbed).toBe(true);
  expect(waited).toHaveLength(2);
  expect(presets.measurements(MODEL, null)).toHaveLength(1);
});

test("can be cancelled while it waits, and keeps nothing then", async () => {
  others = 1;
  const { jobId } = measuring().start(MODEL, null);
  await sleep(5);
  jobs.cancel(jobId);
  expect(await ended(jobId)).toMatchObject({ state: "cancelled" });
  expect(presets.measurements(MODEL, null)).toEqual([]);
});

test("a preset that is gone cannot be measured", () => {
  expect(() => measuring().start(MODEL, newId())).toThrow(/no longer there/);
});
