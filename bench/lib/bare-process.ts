import { constants, setPriority } from "node:os";
import { libraryPath, native, noLog, type Pointer, tokenBuffer } from "./llama-library.ts";

/**
 * A loop over llama.cpp with nothing around it, in a process of its own: reads a prompt, draws tokens. It runs at the priority of an
 * engine, or the two could not be compared on a machine that has other work.
 */
export interface BareRequest {
  prompt: number[];
  tokens: number;
  threads: number;
  seed: number;
  /** Keeps what was read before, and reads only the rest of the prompt from this index on. */
  from: number;
}

export interface BareAnswer {
  tokens: number[];
  firstTokenMs: number;
  /** From the first token to the last. */
  tokensPerSecond: number;
}

const BATCH = 512;

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const [path = "", contextTokens = "8192", sequences = "2"] = process.argv.slice(2);
native.silence(noLog(), null);
native.loadBackends(libraryPath);
native.init();
const model = required(native.loadModel(path, { ...native.modelParams(), n_gpu_layers: 0 }), "the model");
const context = required(
  native.createContext(model, {
    ...native.contextParams(),
    n_ctx: Number(contextTokens) * Number(sequences),
    n_seq_max: Number(sequences),
    n_batch: BATCH,
    n_ubatch: BATCH,
    no_perf: true,
    swa_full: true,
  }),
  "the context",
);
const buffer = tokenBuffer(BATCH);

process.on("message", (request: BareRequest) => process.send?.(run(request)));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

function run({ prompt, tokens, threads, seed, from }: BareRequest): BareAnswer {
  native.setThreads(context, threads, threads);
  if (from === 0) native.clear(native.memory(context), true);
  const chain = sampler(seed);
  const startMs = performance.now();
  for (let start = from; start < prompt.length; start += BATCH) decode(prompt.slice(start, start + BATCH));
  const drawn = [native.sample(chain, context, -1)];
  const firstMs = performance.now();
  while (drawn.length < tokens) {
    decode(drawn.slice(-1));
    drawn.push(native.sample(chain, context, -1));
  }
  const ms = performance.now() - firstMs;
  native.freeSampler(chain);
  return { tokens: drawn, firstTokenMs: firstMs - startMs, tokensPerSecond: ((drawn.length - 1) / ms) * 1_000 };
}

function decode(tokens: readonly number[]): void {
  buffer.set(tokens);
  const code = native.decode(context, native.batchOf(buffer.pointer, tokens.length));
  if (code !== 0) throw new Error(`llama_decode: ${String(code)}`);
}

/** The engine's chain with the sampling of bench/lib/engine.ts. */
function sampler(seed: number): Pointer {
  const chain = native.chain({ no_perf: true });
  for (const step of [
    native.topK(40),
    native.topP(0.95, 1),
    native.minP(0.05, 1),
    native.temperature(0.8),
    native.draw(seed),
  ]) {
    native.add(chain, step);
  }
  return chain;
}

function required(pointer: Pointer | null, what: string): Pointer {
  if (!pointer) throw new Error(`llama.cpp could not make ${what}`);
  return pointer;
}
