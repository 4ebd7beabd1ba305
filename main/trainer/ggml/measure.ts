import koffi from "koffi";
import { tensorTypeId } from "#main/lib/gguf/tensor-types.ts";
import { startGgml } from "./ggml.ts";
import { createGraph } from "./graph.ts";
import type { Pointer } from "./library.ts";
import type { Machine } from "./machine.ts";
import { bindOperations } from "./operations.ts";
import { createStore } from "./store.ts";
import { tensor } from "./structs.ts";

/** How a matrix lies in memory. */
export interface Placement {
  /** A name of tensor-types.ts. */
  readonly type: string;
  readonly bufferType: Pointer;
}

/** The matrix that is tried: rows of K-quants hold whole blocks of 256, and it does not fit into the first caches. */
export const PROBE = { columns: 1_024, rows: 768, tokens: 128 };
const ROUNDS = 4;
const GRAPH_NODES = 16;

export interface Measured extends Placement {
  /** In GFLOP/s. */
  readonly speed: number;
}

/** Multiplies matrices that lie so, as the trainer does: in turns, and the best of some, as others may use the processor meanwhile. */
export async function measureProducts(machine: Machine, placements: readonly Placement[]): Promise<Measured[]> {
  const best = placements.map(() => 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, placement] of placements.entries()) {
      best[index] = Math.max(best[index] ?? 0, await measureProduct(machine, placement));
    }
  }
  return placements.map((placement, index) => ({ ...placement, speed: best[index] ?? 0 }));
}

async function measureProduct(machine: Machine, { type, bufferType }: Placement): Promise<number> {
  const { columns, rows, tokens } = PROBE;
  using store = createStore(bufferType, 1);
  const weight = store.add(tensorTypeId(type), columns, rows);
  if (!(await store.allocate())) return 0;
  const ggml = startGgml();
  const bytes = ggml.tensorBytes(weight);
  ggml.set(weight, new Uint8Array(bytes), 0, bytes);
  using graph = createGraph(machine, GRAPH_NODES);
  const x = graph.input(tensorTypeId("F32"), [columns, tokens], new Float32Array(columns * tokens).fill(1));
  graph.mulMat(weight, x);
  await graph.allocate();
  // The first brings the matrix into the cache.
  await graph.compute();
  const from = performance.now();
  await graph.compute();
  return (2 * columns * rows * tokens) / (performance.now() - from) / 1e6;
}

/** Whether a matrix of this size that lies so is multiplied, by the card in its memory and else by the processor. What is not known there would be misread. */
export function isSupported(machine: Machine, { type, bufferType }: Placement, columns: number, rows: number): boolean {
  if (bufferType === machine.bufferType) return true;
  const ggml = startGgml();
  const operations = bindOperations();
  const mem_size = 4 * ggml.tensorOverhead();
  const context = ggml.createContext({ mem_size, mem_buffer: null, no_alloc: true });
  if (context === null) return false;
  // Nothing is stored: the backend only looks at where the matrix is to lie.
  const buffer = ggml.allocateBuffer(bufferType, 0);
  try {
    if (buffer === null) return false;
    const weight = operations.new2d(context, tensorTypeId(type), columns, rows);
    koffi.encode(weight, koffi.offsetof(tensor, "buffer"), "void*", buffer);
    const x = operations.new2d(context, tensorTypeId("F32"), columns, PROBE.tokens);
    const device = bufferType === machine.card?.bufferType ? machine.card.device : machine.device;
    return ggml.deviceSupports(device, operations.mulMat(context, weight, x));
  } finally {
    if (buffer !== null) ggml.freeBuffer(buffer);
    ggml.freeContext(context);
  }
}
