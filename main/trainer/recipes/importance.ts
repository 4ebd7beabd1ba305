import type { Pointer } from "../ggml/library.ts";
import type { Llama } from "../ggml/llama.ts";
import { createContext } from "../ggml/context.ts";
import type { LoadedModel } from "../ggml/model.ts";
import type { FreeThreads } from "../threads.ts";
import { nameOf, operationOf, shapeOf, sourceOf, stridesOf, typeOf } from "../ggml/tensor.ts";

/** For each weight, how large its inputs are on the text (mean square, a number a column): where rounding costs most. */
export interface Importance {
  readonly entries: ReadonlyMap<string, Float32Array>;
  readonly windows: number;
  /** Tokens of the text. */
  readonly tokens: number;
}

/** What was added up for one weight; experts have a count each. */
interface Sums {
  values: Float64Array;
  counts: Float64Array;
}

/** As llama.cpp's imatrix tool: single tokens and small batches say little, and are not looked at. */
const LEAST_ROWS = 16;
/** Logits of a large vocabulary take a megabyte a token: 128 at a time. */
const BATCH_TOKENS = 128;
const F32 = 0;

export interface CollectOptions {
  windows: readonly Int32Array[];
  threads: FreeThreads;
  onProgress: (windows: number) => void;
}

/**
 * Reads the text and adds up squared activations, as llama.cpp's tools/imatrix does (that tool is not in the libraries). Throws when a
 * model computes numbers that are not finite.
 */
export async function collectImportance(model: LoadedModel, options: CollectOptions): Promise<Importance> {
  const { windows, threads, onProgress } = options;
  const contextTokens = Math.max(...windows.map((window) => window.length));
  const collector = createCollector(model.llama);
  using context = await createContext(model, {
    contextTokens,
    batchTokens: Math.min(BATCH_TOKENS, contextTokens),
    threads: 1,
    onTensor: collector.onTensor,
  });
  for (const [index, window] of windows.entries()) {
    context.clear();
    context.setThreads(threads.now());
    for (let from = 0; from < window.length; from += BATCH_TOKENS) {
      await context.read(window.subarray(from, from + BATCH_TOKENS));
    }
    onProgress(index + 1);
  }
  return {
    entries: collector.means(),
    windows: windows.length,
    tokens: windows.reduce((sum, window) => sum + window.length, 0),
  };
}

function createCollector(llama: Llama) {
  const operations = new Map<number, string>();
  const sums = new Map<string, Sums>();
  let floats = new Float32Array(0);
  let ids = new Int32Array(0);

  function operation(tensor: Pointer): string {
    const op = operationOf(tensor);
    let name = operations.get(op);
    if (name === undefined) operations.set(op, (name = llama.operation(op)));
    return name;
  }

  /** A tensor's numbers, wherever it lies. */
  function copy<A extends Float32Array | Int32Array>(tensor: Pointer, into: A, make: (length: number) => A): A {
    const bytes = llama.tensorBytes(tensor);
    const room = into.byteLength < bytes ? make(Math.ceil(bytes / 4)) : into;
    llama.copyTensor(tensor, room, 0, bytes);
    return room;
  }

  function sumsOf(name: string, columns: number, matrices: number): Sums {
    const known = sums.get(name);
    if (known?.values.length === columns * matrices) return known;
    if (known) throw new Error(`${name} has inputs of different sizes`);
    const fresh = { values: new Float64Array(columns * matrices), counts: new Float64Array(matrices) };
    sums.set(name, fresh);
    return fresh;
  }

  function onTensor(tensor: Pointer, ask: boolean): boolean {
    const kind = operation(tensor);
    if (kind !== "MUL_MAT" && kind !== "MUL_MAT_ID") return false;
    const weight = sourceOf(tensor, 0);
    const input = sourceOf(tensor, 1);
    if (weight === null || input === null) return false;
    const name = weightName(nameOf(weight));
    if (ask) {
      // Not the vocabulary's own, as in llama.cpp's tool: they are rounded less anyway.
      if (!name.startsWith("blk.") || typeOf(input) !== F32) return false;
      return kind === "MUL_MAT_ID" || shapeOf(input)[1] >= LEAST_ROWS;
    }
    floats = copy(input, floats, (length) => new Float32Array(length));
    if (kind === "MUL_MAT") addDense(sumsOf, name, weight, input, floats);
    else {
      const chosen = sourceOf(tensor, 2);
      if (chosen === null) return true;
      ids = copy(chosen, ids, (length) => new Int32Array(length));
      addExperts(sumsOf, name, { weight, input, chosen }, floats, ids);
    }
    return true;
  }

  return { onTensor, means: () => meansOf(sums) };
}

type SumsOf = (name: string, columns: number, matrices: number) => Sums;

function addDense(sumsOf: SumsOf, name: string, weight: Pointer, input: Pointer, data: Float32Array): void {
  const [columns, rows, depth, more] = shapeOf(input);
  const [, rowBytes, depthBytes, moreBytes] = stridesOf(input);
  const [, , weightDepth, weightMore] = shapeOf(weight);
  const { values, counts } = sumsOf(name, columns, weightDepth * weightMore);
  for (let i3 = 0; i3 < more; i3 += 1) {
    for (let i2 = 0; i2 < depth; i2 += 1) {
      // Of a flat weight all inputs count together.
      const matrix = (i3 % weightMore) * weightDepth + (i2 % weightDepth);
      for (let row = 0; row < rows; row += 1) {
        addSquares(values, matrix * columns, data, (row * rowBytes + i2 * depthBytes + i3 * moreBytes) / 4, columns);
      }
      counts[matrix] = (counts[matrix] ?? 0) + rows;
    }
  }
}

/** Each token goes through a few experts: `ids` says which. */
function addExperts(
  sumsOf: SumsOf,
  name: string,
  tensors: { weight: Pointer; input: Pointer; chosen: Pointer },
  data: Float32Array,
  ids: Int32Array,
): void {
  const [columns, slots, tokens] = shapeOf(tensors.input);
  const [, slotBytes, tokenBytes] = stridesOf(tensors.input);
  const [perToken] = shapeOf(tensors.chosen);
  const [idBytes, idTokenBytes] = stridesOf(tensors.chosen);
  const experts = shapeOf(tensors.weight)[2];
  const { values, counts } = sumsOf(name, columns, experts);
  for (let token = 0; token < tokens; token += 1) {
    for (let index = 0; index < perToken; index += 1) {
      const expert = ids[(token * idTokenBytes + index * idBytes) / 4] ?? -1;
      if (expert < 0 || expert >= experts) throw new Error(`${name} names expert ${String(expert)}`);
      const from = ((index % slots) * slotBytes + token * tokenBytes) / 4;
      addSquares(values, expert * columns, data, from, columns);
      counts[expert] = (counts[expert] ?? 0) + 1;
    }
  }
}

function addSquares(values: Float64Array, at: number, data: Float32Array, from: number, columns: number): void {
  for (let column = 0; column < columns; column += 1) {
    const x = data[from + column] ?? 0;
    values[at + column] = (values[at + column] ?? 0) + x * x;
  }
}

/** An expert that no token came to counts evenly, as in llama.cpp's quantize tool. */
function meansOf(sums: ReadonlyMap<string, Sums>): Map<string, Float32Array> {
  const means = new Map<string, Float32Array>();
  for (const [name, { values, counts }] of sums) {
    const columns = values.length / counts.length;
    const mean = Float32Array.from(values, (sum, index) => {
      const count = counts[Math.floor(index / columns)] ?? 0;
      return count > 0 ? sum / count : 1;
    });
    if (!mean.every(Number.isFinite)) throw new Error(`${name} has inputs that are not numbers`);
    means.set(name, mean);
  }
  return means;
}

/** "CUDA0#blk.0.attn_k.weight#0" is a copy of blk.0.attn_k.weight. */
function weightName(name: string): string {
  const parts = name.split("#");
  return (parts.length > 1 ? parts[1] : parts[0]) ?? name;
}
