import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEngine } from "#main/engine/start.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { loadOptions } from "./engine.ts";

/** The embedding model that comes with Cloister. */
const MODEL = fileURLToPath(new URL("../../resources/models/all-MiniLM-L6-v2-q8_0.gguf", import.meta.url));
const KEPT = fileURLToPath(new URL("../../.cache/bench/embeddings", import.meta.url));
export const EMBEDDER = { model: "all-MiniLM-L6-v2-q8_0", dimensions: 384 };
const BATCH = 128;

/** Vectors of texts by the shipped model through the engine; kept, as a thousand passages take a minute on a small computer. */
export async function embedTexts(texts: readonly string[], note: (text: string) => void): Promise<Float32Array[]> {
  const hash = createHash("sha256");
  hash.update(readFileSync(MODEL));
  for (const text of texts) hash.update(text).update("\0");
  const path = join(KEPT, `${hash.digest("hex")}.f32`);
  if (!existsSync(path)) {
    note(`embedding ${String(texts.length)} texts; they are kept for the next time`);
    const bytes = Buffer.from((await embedNow(texts)).buffer);
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(`${path}.new`, bytes);
    renameSync(`${path}.new`, path);
  }
  const all = new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
  const { dimensions } = EMBEDDER;
  return texts.map((_, at) => all.slice(at * dimensions, (at + 1) * dimensions));
}

async function embedNow(texts: readonly string[]): Promise<Float32Array> {
  const embedder = await startEmbedder();
  try {
    const all = new Float32Array(texts.length * EMBEDDER.dimensions);
    for (let from = 0; from < texts.length; from += BATCH) {
      const vectors = await embedder.embed(texts.slice(from, from + BATCH));
      vectors.forEach((vector, at) => all.set(vector, (from + at) * EMBEDDER.dimensions));
    }
    return all;
  } finally {
    await embedder.end();
  }
}

/** The shipped model in an engine of its own, with two threads. */
export async function startEmbedder(): Promise<{
  embed(texts: readonly string[]): Promise<number[][]>;
  end(): Promise<void>;
}> {
  const engine = await startEngine({
    childHost: createNodeChildHost(),
    modelName: EMBEDDER.model,
    load: { path: MODEL, options: loadOptions, modelFingerprint: "bench", kvStates: null, maxThreads: 2 },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return {
    embed: async (texts) => (await engine.client.embed([...texts])).vectors,
    async end() {
      engine.kill();
      await engine.exit;
    },
  };
}
