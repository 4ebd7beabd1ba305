import type { Tape } from "./autodiff.ts";
import { createTape, type Value } from "./autodiff.ts";
import type { Place } from "./frozen.ts";
import { F16, type Graph, I32 } from "./ggml/graph.ts";
import type { Pointer } from "./ggml/library.ts";
import type { Example } from "./network.ts";

/** Where one example lies among the rows of a batch. */
export interface Document {
  readonly start: number;
  readonly length: number;
}

/** Random numbers that leave out some of an adapter's inputs: 0, or 1 / (1 - share). */
export interface Dropout {
  readonly pool: Pointer;
  readonly numbers: number;
  readonly seed: number;
}

/** One reading of a batch: the graph that is being built, and what its blocks need to know of the batch. */
export interface Pass {
  readonly graph: Graph;
  readonly tape: Tape;
  readonly documents: readonly Document[];
  readonly tokens: number;
  /** Tokens of the longest example. */
  readonly longest: number;
  readonly ids: Pointer;
  /** Of each row in its document, from 0. */
  readonly positions: Pointer;
  /** Rows whose next token counts, and that token. */
  readonly targetRows: Pointer;
  readonly labels: Int32Array;
  /** Whether the adapter is added. */
  readonly isAdapted: boolean;
  readonly isCheckpointing: boolean;
  readonly dropout: Dropout | null;
  /**
   * Which of `keys` each of `queries` can see: 0, or minus infinity. The first query is `ahead` behind the first key; `window`: so many
   * keys back, with its own.
   */
  mask(keys: number, queries: number, ahead: number, window: number): Pointer;
  /** Room for numbers that are read at once and then written over, by its name; the same for all layers. */
  scratch(name: string, numbers: number): Pointer;
}

export interface PassOptions {
  graph: Graph;
  batch: readonly Example[];
  isAdapted: boolean;
  isCheckpointing: boolean;
  dropout: Dropout | null;
}

/** Half precision's minus infinity. */
const HIDDEN = 0xfc00;

export function createPass({ graph, batch, isAdapted, isCheckpointing, dropout }: PassOptions): Pass {
  const documents = layOut(batch);
  const tokens = documents.reduce((sum, { length }) => sum + length, 0);
  const ids = new Int32Array(tokens);
  const positions = new Int32Array(tokens);
  const rows: number[] = [];
  const labels: number[] = [];
  for (const [index, example] of batch.entries()) {
    const { start, length } = documents[index] ?? { start: 0, length: 0 };
    ids.set(example.ids.subarray(0, length), start);
    for (let position = 0; position < length; position += 1) positions[start + position] = position;
    for (const target of example.targets) {
      rows.push(start + target);
      labels.push(example.ids[target + 1] ?? 0);
    }
  }
  const masks = new Map<string, Pointer>();
  const scratches = new Map<string, { tensor: Pointer; numbers: number }>();
  return {
    graph,
    tape: createTape(graph),
    documents,
    tokens,
    longest: Math.max(...documents.map(({ length }) => length)),
    ids: graph.input(I32, [tokens], ids),
    positions: graph.input(I32, [tokens], positions),
    targetRows: graph.input(I32, [rows.length], Int32Array.from(rows)),
    labels: Int32Array.from(labels),
    isAdapted,
    isCheckpointing,
    dropout,
    mask(keys, queries, ahead, window) {
      const reach = Math.min(window, keys);
      const key = [keys, queries, ahead, reach].join(" ");
      let mask = masks.get(key);
      if (mask === undefined) {
        mask = graph.input(F16, [keys, queries], maskNumbers(keys, queries, ahead, reach));
        masks.set(key, mask);
      }
      return mask;
    },
    scratch(name, numbers) {
      const known = scratches.get(name);
      if (known !== undefined && known.numbers >= numbers) return known.tensor;
      const tensor = graph.room(numbers);
      scratches.set(name, { tensor, numbers });
      return tensor;
    },
  };
}

/** What lies behind the last target is not read: nothing that counts can see it. */
function layOut(batch: readonly Example[]): Document[] {
  let start = 0;
  return batch.map(({ targets }) => {
    const length = (targets.at(-1) ?? 0) + 1;
    const document = { start, length };
    start += length;
    return document;
  });
}

function maskNumbers(keys: number, queries: number, ahead: number, reach: number): Uint16Array {
  const numbers = new Uint16Array(keys * queries).fill(HIDDEN);
  for (let query = 0; query < queries; query += 1) {
    const own = ahead + query;
    numbers.fill(0, query * keys + Math.max(0, own - reach + 1), query * keys + own + 1);
  }
  return numbers;
}

/** The same for layers that are computed there: they have scratch room of their own, as room that lies elsewhere would be copied. */
export function passAt(pass: Pass, place: Place): Pass {
  return { ...pass, scratch: (name, numbers) => pass.scratch(`${place} ${name}`, numbers) };
}

/** What `layer` makes of `x`; when checkpointing, only `x` is kept, and the layer is computed again on the way back. */
export function checkpointed(pass: Pass, x: Value, isTrained: boolean, layer: (pass: Pass, x: Value) => Value): Value {
  if (!pass.isCheckpointing || (!isTrained && !x.isTracked)) return layer(pass, x);
  const unrecorded = layer({ ...pass, tape: createTape(pass.graph) }, x);
  return pass.tape.recordOne(unrecorded.tensor, {
    inputs: [x],
    isTrained,
    back([gradient], give) {
      if (gradient === undefined || gradient === null) return;
      const inner = { ...pass, tape: createTape(pass.graph) };
      const start = x.isTracked ? inner.tape.leaf(x.tensor) : inner.tape.constant(x.tensor);
      inner.tape.backward(layer(inner, start), gradient);
      const towards = inner.tape.gradientOf(start);
      if (towards !== null) give(x, towards);
    },
  });
}
