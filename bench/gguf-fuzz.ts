import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEngine } from "#main/engine/start.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { DEFAULT_LOAD_OPTIONS } from "#main/models/load-options.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { isAppError } from "#main/rpc/errors.ts";
import type { Bench } from "./lib/bench.ts";
import { mutateGguf } from "./lib/mutate-gguf.ts";
import { createRandom } from "./lib/random.ts";

const CASES = 5_000;
const SAMPLED = 12;
const SAMPLED_FULL = 60;
/** Reading one header: beyond this it counts as a hang, and so as a crash. */
const TIME_LIMIT_MS = 2_000;
/** Above what the process had at first. Headers are of some kB; what the reader may keep is bounded by 32 MB. */
const MEMORY_LIMIT_BYTES = 400e6;
const ENGINE_LIMIT_MS = 60_000;

type Outcome = "parsed" | "refused" | "crashed";

export const bench: Bench = {
  about:
    "mutated GGUF headers: our reader must parse or refuse each; a sample of those it parses goes to llama.cpp in a child",
  async run({ full, folder, signal, report, note }) {
    const seed = full ? Date.now() % 2 ** 31 : 1;
    note(`seed ${seed}`);
    const random = createRandom(seed);
    const sounds = [
      encodeGguf(tinyModel({ type: "Q8_0" })),
      encodeGguf(tinyModel({ type: "Q8_0", template: "none", layers: 1 })),
      encodeGguf(tinyAdapter({ rank: 2 })),
    ];
    const path = join(folder, "mutated.gguf");
    const headerBytes = await Promise.all(
      sounds.map(async (sound) => {
        writeFileSync(path, sound);
        return (await readGgufHeader(path)).dataOffset;
      }),
    );
    const counts: Record<Outcome, number> = { parsed: 0, refused: 0, crashed: 0 };
    const sampled: string[] = [];
    const memoryAtFirst = process.memoryUsage.rss();
    let slowestMs = 0;
    let readingMs = 0;
    for (let index = 0; index < CASES && !signal.aborted; index++) {
      const which = index % sounds.length;
      const bytes = mutateGguf(sounds[which] ?? Buffer.alloc(0), headerBytes[which] ?? 0, random);
      writeFileSync(path, bytes);
      const startedAt = performance.now();
      let outcome = await read(path, note);
      const ms = performance.now() - startedAt;
      readingMs += ms;
      slowestMs = Math.max(slowestMs, ms);
      if (ms > TIME_LIMIT_MS) outcome = "crashed";
      if (outcome === "crashed") copyFileSync(path, join(folder, `crashed-${index}.gguf`));
      if (outcome === "parsed" && which < 2) {
        sampled.push(join(folder, `parsed-${index}.gguf`));
        copyFileSync(path, sampled.at(-1) ?? path);
      }
      counts[outcome] += 1;
    }
    const grownBytes = process.memoryUsage.rss() - memoryAtFirst;
    if (grownBytes > MEMORY_LIMIT_BYTES) counts.crashed += 1;

    const inEngine = { loaded: 0, refused: 0, crashed: 0 };
    const wanted = full ? SAMPLED_FULL : SAMPLED;
    for (const file of spread(sampled, wanted)) {
      if (signal.aborted) break;
      inEngine[await load(file, note)] += 1;
    }
    report({ metric: "crashes", value: counts.crashed, unit: "count", goal: { op: "=", value: 0 } });
    report({ metric: "cases", value: counts.parsed + counts.refused + counts.crashed, unit: "count" });
    report({ metric: "parsed", value: counts.parsed, unit: "count" });
    report({ metric: "slowestMs", value: slowestMs, unit: "ms" });
    report({ metric: "meanMs", value: readingMs / CASES, unit: "ms" });
    report({ metric: "memoryGrownMb", value: grownBytes / 1e6, unit: "MB" });
    report({ metric: "engineLoaded", value: inEngine.loaded, unit: "count" });
    report({ metric: "engineRefused", value: inEngine.refused, unit: "count" });
    report({ metric: "engineCrashed", value: inEngine.crashed, unit: "count" });
  },
};

/** The only good ends are a header and MODEL_INVALID. */
async function read(path: string, note: (text: string) => void): Promise<Outcome> {
  try {
    await readGgufHeader(path);
    return "parsed";
  } catch (error) {
    if (isAppError(error, "MODEL_INVALID")) return "refused";
    note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return "crashed";
  }
}

/** As the app loads a model. A crash there ends a child and comes back as an error: survived, and counted apart. */
async function load(path: string, note: (text: string) => void): Promise<"loaded" | "refused" | "crashed"> {
  try {
    const engine = await startEngine({
      childHost: createNodeChildHost(),
      modelName: path,
      load: {
        path,
        options: { ...DEFAULT_LOAD_OPTIONS, backend: "cpu", contextTokens: 512, parallelChats: 1 },
        modelFingerprint: path,
        kvStates: null,
        maxThreads: 1,
      },
      onProgress: () => undefined,
      signal: AbortSignal.timeout(ENGINE_LIMIT_MS),
    });
    engine.kill();
    await engine.exit;
    return "loaded";
  } catch (error) {
    if (isAppError(error) && error.code !== "ENGINE_CRASHED" && error.code !== "CANCELLED") return "refused";
    note(`llama.cpp: ${error instanceof Error ? error.message : String(error)} (survived)`);
    return "crashed";
  }
}

function spread(files: readonly string[], count: number): string[] {
  const step = Math.max(1, files.length / count);
  return Array.from({ length: Math.min(count, files.length) }, (_, index) => files[Math.floor(index * step)] ?? "");
}
