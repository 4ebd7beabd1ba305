import { tensorTypeId } from "#main/lib/gguf/tensor-types.ts";
import { startGgml } from "./ggml.ts";
import { createGraph, F32 } from "./graph.ts";
import type { Pointer } from "./library.ts";
import type { Machine } from "./machine.ts";
import type { Placement } from "./measure.ts";
import { quantise } from "./numbers.ts";
import { createStore } from "./store.ts";

const ROWS = 32;
/** More than the few for which layouts have a way of their own. */
const TOKENS = 40;
const GRAPH_NODES = 16;
/** Of the results' size. Layouts sum in another order, and round what is multiplied in their own way; a wrong one is off by as much as there is. */
const CLOSE = 0.05;

/**
 * Whether a layout multiplies rows of so many columns as plain memory does. ggml says what it supports, and is wrong in corners: its AMX
 * layout misreads rows of a single Q8_0 block (32 columns).
 */
export async function agrees(machine: Machine, { type, bufferType }: Placement, columns: number): Promise<boolean> {
  const weight = quantise(type, wave(columns * ROWS, 0.7), columns);
  const x = wave(columns * TOKENS, 1.3);
  const expected = await product(machine, { type, bufferType: machine.bufferType }, weight, x);
  const actual = await product(machine, { type, bufferType }, weight, x);
  if (expected === null || actual === null) return false;
  let [difference, size] = [0, 0];
  for (const [index, value] of expected.entries()) {
    difference += (value - (actual[index] ?? 0)) ** 2;
    size += value ** 2;
  }
  return difference <= CLOSE ** 2 * size;
}

/** null: there is no memory for it. */
async function product(
  machine: Machine,
  { type, bufferType }: { type: string; bufferType: Pointer },
  bytes: Uint8Array,
  x: Float32Array,
): Promise<Float32Array | null> {
  const columns = x.length / TOKENS;
  using store = createStore(bufferType, 1);
  const weight = store.add(tensorTypeId(type), columns, ROWS);
  if (!(await store.allocate())) return null;
  startGgml().set(weight, bytes, 0, bytes.byteLength);
  using graph = createGraph(machine, GRAPH_NODES);
  const result = graph.mulMat(weight, graph.input(F32, [columns, TOKENS], x));
  graph.output(result);
  await graph.allocate();
  await graph.compute();
  return graph.read(result, new Float32Array(ROWS * TOKENS));
}

/** A prime: rows of blocks begin elsewhere in it each time. */
const PERIOD = 4_093;

/** Numbers of both signs that repeat late: rows may be as long as a vocabulary, and a sine of each took seconds. */
function wave(count: number, step: number): Float32Array {
  const period = Float32Array.from({ length: PERIOD }, (_, index) => Math.sin(step * index + (index % 97) ** 2));
  const numbers = new Float32Array(count);
  for (let at = 0; at < count; at += PERIOD) numbers.set(period.subarray(0, Math.min(PERIOD, count - at)), at);
  return numbers;
}
