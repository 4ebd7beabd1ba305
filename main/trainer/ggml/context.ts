import koffi from "koffi";
import type { Pointer } from "./library.ts";
import type { LoadedModel } from "./model.ts";

/** Reading tokens with a model, a window at a time. */
export interface Context extends Disposable {
  readonly pointer: Pointer;
  /** Forgets what it has read. */
  clear(): void;
  /** From the next batch on. */
  setThreads(threads: number): void;
  /** At most `batchTokens`. Each token's logits can be asked for until the next batch. */
  read(tokens: Int32Array): Promise<void>;
  /** Logits behind token `index` of the last batch, copied into `into` (as many as the vocabulary has words). */
  logits(index: number): Float32Array;
}

export interface ContextOptions {
  contextTokens: number;
  batchTokens: number;
  threads: number;
  /** Sees the tensors of each computation: asked whether it wants one (`ask`), then shown it. */
  onTensor?: (tensor: Pointer, ask: boolean) => boolean;
  /** More fields of `llama_context_params`. */
  params?: Record<string, unknown>;
}

const evalCallback = koffi.pointer(koffi.proto("bool cloister_eval_callback(void* tensor, bool ask, void* data)"));

/** Every token of a batch is an output: with fewer, the last layer is computed for those alone. */
export async function createContext(model: LoadedModel, options: ContextOptions): Promise<Context> {
  const { llama, words } = model;
  const { contextTokens, batchTokens, threads, onTensor } = options;
  let failure: { error: unknown } | null = null;
  const callback =
    onTensor &&
    koffi.register((tensor: Pointer, ask: boolean) => {
      try {
        return onTensor(tensor, ask);
      } catch (error) {
        failure ??= { error };
        return false;
      }
    }, evalCallback);
  const pointer = await llama.createContext(model.pointer, {
    ...llama.contextParams(),
    ...options.params,
    n_ctx: contextTokens,
    n_batch: batchTokens,
    n_ubatch: batchTokens,
    n_outputs_max: batchTokens,
    n_outputs_max_per_seq: batchTokens,
    n_threads: threads,
    n_threads_batch: threads,
    ...(callback === undefined ? {} : { cb_eval: callback }),
  });
  if (pointer === null) {
    if (callback !== undefined) koffi.unregister(callback);
    throw new Error(`llama.cpp could not make a context of ${String(contextTokens)} tokens`);
  }
  const buffers = batchBuffers(batchTokens);
  const row = koffi.array("float", words, "Typed");
  let position = 0;

  return {
    pointer,
    clear() {
      llama.clear(pointer);
      position = 0;
    },
    setThreads: (count) => llama.setThreads(pointer, count, count),
    async read(tokens) {
      const batch = buffers.fill(tokens, position);
      const code = await llama.decode(pointer, batch);
      if (failure) throw failure.error;
      if (code !== 0) throw new Error(`llama_decode: ${String(code)}`);
      position += tokens.length;
    },
    logits(index) {
      const from = llama.logits(pointer, index);
      if (from === null) throw new Error(`No logits for token ${String(index)} of the batch`);
      return koffi.decode(from, row) as Float32Array;
    },
    [Symbol.dispose]() {
      llama.freeContext(pointer);
      if (callback !== undefined) koffi.unregister(callback);
      buffers.free();
    },
  };
}

/** Arrays of a `llama_batch` with one sequence, in memory that stays where it is while a worker thread reads it. */
function batchBuffers(room: number) {
  const token = koffi.alloc("int", room) as Pointer;
  const pos = koffi.alloc("int", room) as Pointer;
  const counts = koffi.alloc("int", room) as Pointer;
  const sequence = koffi.alloc("int", 1) as Pointer;
  const sequences = koffi.alloc("void*", room) as Pointer;
  const logits = koffi.alloc("int8", room) as Pointer;
  koffi.encode(counts, koffi.array("int", room), new Array<number>(room).fill(1));
  koffi.encode(sequence, koffi.array("int", 1), [0]);
  koffi.encode(sequences, koffi.array("void*", room), new Array<Pointer>(room).fill(sequence));
  koffi.encode(logits, koffi.array("int8", room), new Array<number>(room).fill(1));
  return {
    fill(tokens: Int32Array, position: number): Record<string, unknown> {
      const { length } = tokens;
      if (length > room) throw new Error(`A batch of ${String(length)} tokens, with room for ${String(room)}`);
      koffi.encode(token, koffi.array("int", length), [...tokens]);
      koffi.encode(
        pos,
        koffi.array("int", length),
        [...tokens].map((_, index) => position + index),
      );
      return { n_tokens: length, token, embd: null, pos, n_seq_id: counts, seq_id: sequences, logits };
    },
    free() {
      for (const pointer of [token, pos, counts, sequence, sequences, logits]) koffi.free(pointer);
    },
  };
}
