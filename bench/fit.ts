import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type StartedEngine, startEngine } from "#main/engine/start.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import type { ModelFacts } from "#main/models/facts.ts";
import { fitDetailsOf } from "#main/models/fit/fit.ts";
import { inspectModel } from "#main/models/library/inspect.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import type { Bench } from "./lib/bench.ts";
import { loadOptions, write } from "./lib/engine.ts";
import { requireSampleModel } from "./lib/sample-model.ts";

/** Data that developers keep beside the project. */
const EMBEDDER =
  process.env["CLOISTER_EMBEDDING_MODEL"] ??
  fileURLToPath(new URL("../../shared/models/all-MiniLM-L6-v2-q8_0.gguf", import.meta.url));
/** Five tokens or more in any vocabulary. */
const PIECE = "the keeper of the light ";
const PIECE_TOKENS = 5;

interface Case {
  readonly name: string;
  readonly path: string;
  readonly rooms: readonly number[];
}

/** What is said of a model's memory before it is loaded, against what its engine holds once its context is full. */
export const bench: Bench = {
  about: "memory as estimated before loading, against what the engine holds after a full context",
  async run({ full, folder, report, note, signal }) {
    const tiny = join(folder, "tiny.gguf");
    await writeGguf(tiny, tinyModel({ contextTokens: 8_192 }));
    const cases: Case[] = [
      { name: "sample", path: requireSampleModel(), rooms: full ? [2_048, 8_192, 32_768] : [1_024, 2_048, 4_096] },
      { name: "tiny", path: tiny, rooms: [1_024, 4_096, 8_192] },
    ];
    if (existsSync(EMBEDDER)) cases.push({ name: "embedder", path: EMBEDDER, rooms: [256, 384, 512] });
    let worst = 0;
    for (const { name, path, rooms } of cases) {
      const { facts } = await inspectModel(path);
      let worstHere = 0;
      for (const tokens of rooms) {
        if (signal.aborted) return;
        const { estimated, held } = await estimateAndTruth(path, facts, tokens);
        const ratio = estimated / held;
        worstHere = Math.max(worstHere, Math.abs(ratio - 1));
        const megabytes = [estimated, held].map((bytes) => (bytes / 1e6).toFixed(0));
        note(`${name}, ${String(tokens)} tokens: ${megabytes.join(" MB estimated, ")} MB held, ${ratio.toFixed(3)}`);
      }
      report({ metric: `error.${name}`, value: worstHere, unit: "ratio" });
      worst = Math.max(worst, worstHere);
    }
    report({ metric: "error", value: worst, unit: "ratio", reference: 0, goal: { op: "<=", value: 0.1 } });
  },
};

async function estimateAndTruth(
  path: string,
  facts: ModelFacts,
  tokens: number,
): Promise<{ estimated: number; held: number }> {
  const options: LoadOptions = { ...loadOptions, contextTokens: tokens, parallelChats: 1 };
  const need = fitDetailsOf(facts, options, { ramBytes: Number.MAX_SAFE_INTEGER, cardBytes: 0 })?.need;
  if (need === undefined) throw new Error(`${path} does not say enough`);
  const engine = await startEngine({
    childHost: createNodeChildHost(),
    modelName: "the model",
    load: { path, options, modelFingerprint: "bench", kvStates: null, maxThreads: 2 },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  try {
    await fill(engine, facts, tokens);
    return { estimated: need.residentBytes, held: (await engine.client.status()).memoryBytes };
  } finally {
    engine.kill();
    await engine.exit;
  }
}

/** Reads as much as a prompt may take (an eighth of the room is the answer's), and writes some; an embedding model reads one text as long as it can. */
async function fill({ client }: StartedEngine, facts: ModelFacts, tokens: number): Promise<void> {
  if (facts.kind === "embedding") {
    await client.embed([PIECE.repeat(Math.ceil(tokens / PIECE_TOKENS))]);
    return;
  }
  const one = (await client.tokenize(PIECE.repeat(10), false)).length / 10;
  const text = PIECE.repeat(Math.floor((tokens * 0.84) / one));
  const { usedTokens } = await write(client, text, { key: "bench", tokens: Math.ceil(tokens * 0.02), seed: 1 });
  if (usedTokens < tokens * 0.8) throw new Error(`Only ${String(usedTokens)} of ${String(tokens)} tokens were used`);
}
