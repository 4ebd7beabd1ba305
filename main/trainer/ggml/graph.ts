import type { Ggml } from "./ggml.ts";
import { startGgml } from "./ggml.ts";
import type { Pointer } from "./library.ts";
import { GraphTooLarge, type Machine } from "./machine.ts";
import { bindOperations, type Operations } from "./operations.ts";
import { operationsOnCard } from "./operations-on-card.ts";

type WithoutContext<F> = F extends (context: Pointer, ...rest: infer A) => Pointer ? (...rest: A) => Pointer : never;
/** ggml's operations, each of which is put into the graph at once: it is computed in the order in which it was written. */
export type GraphOperations = { readonly [K in keyof Operations]: WithoutContext<Operations[K]> };

export const F32 = 0;
export const F16 = 1;
export const I32 = 26;
export const I64 = 27;

/** One computation: built, computed once, disposed of. Tensors are addresses, valid until then. */
export interface Graph extends GraphOperations, Disposable {
  /** A tensor whose numbers are `data`, given to it before it is computed. */
  input(type: number, shape: readonly [number, number?], data: ArrayBufferView): Pointer;
  /** Room that operations write into through views, where the first backend computes. */
  room(numbers: number): Pointer;
  /** Its numbers can be read afterwards: no other tensor is laid over it. */
  output(tensor: Pointer): void;
  /**
   * `work` is done when all that was written before is computed, and before what comes after: it may read these tensors and change inputs.
   * Where the processor computes alone.
   */
  pause(work: () => void): void;
  /** Changes an input while the graph pauses. */
  change(tensor: Pointer, data: ArrayBufferView): void;
  /** Throws when there is not enough memory for what lies between inputs and outputs. */
  allocate(): Promise<void>;
  /** After `allocate`. */
  compute(): Promise<void>;
  read(tensor: Pointer, into: Float32Array): Float32Array;
  /** What is computed, in order. */
  nodes(): Pointer[];
}

/** A tensor of the context that is a view, or is made in place, is no node's memory, but takes room as any other. */
const TENSORS_A_NODE = 2;

/** On a card some operations are made of several others; see operations-on-card.ts. */
const NODES_ON_CARD = 1.5;

/** `maxNodes`: more operations than that abort the process. */
export function createGraph(machine: Machine, maxNodes: number): Graph {
  const ggml = startGgml();
  const nodes = machine.card === null ? maxNodes : Math.ceil(maxNodes * NODES_ON_CARD);
  const memory = nodes * TENSORS_A_NODE * ggml.tensorOverhead() + ggml.graphOverhead(nodes, false) + 4096;
  const context = ggml.createContext({ mem_size: memory, mem_buffer: null, no_alloc: true });
  if (context === null) throw new GraphTooLarge(`A graph of ${String(nodes)} operations needs ${String(memory)} bytes`);
  const graph = ggml.createGraph(context, nodes, false);
  const inputs: { tensor: Pointer; data: ArrayBufferView }[] = [];
  const rooms: Pointer[] = [];
  const pauses: { at: number; work: () => void }[] = [];
  const direct = operationsOf(ggml, context, graph);
  const operations = machine.card === null ? direct : operationsOnCard(direct);

  return {
    ...operations,
    input(type, [n0, n1], data) {
      const tensor = n1 === undefined ? operations.new1d(type, n0) : operations.new2d(type, n0, n1);
      ggml.setInput(tensor);
      inputs.push({ tensor, data });
      return tensor;
    },
    room(numbers) {
      const tensor = operations.new1d(F32, numbers);
      rooms.push(tensor);
      return tensor;
    },
    output: (tensor) => ggml.setOutput(tensor),
    async allocate() {
      await machine.allocate(graph, nodes, () => nodesOf(ggml, graph), rooms);
      for (const { tensor, data } of inputs) ggml.set(tensor, data, 0, data.byteLength);
    },
    async compute() {
      if (pauses.length === 0) return machine.compute(graph);
      const all = nodesOf(ggml, graph);
      let from = 0;
      for (const { at, work } of pauses) {
        await machine.computePart(all.slice(from, at));
        work();
        from = at;
      }
      await machine.computePart(all.slice(from));
    },
    pause: (work) => pauses.push({ at: ggml.nodeCount(graph), work }),
    change: (tensor, data) => ggml.set(tensor, data, 0, data.byteLength),
    read(tensor, into) {
      ggml.get(tensor, into, 0, into.byteLength);
      return into;
    },
    nodes: () => nodesOf(ggml, graph),
    [Symbol.dispose]: () => ggml.freeContext(context),
  };
}

function nodesOf(ggml: Ggml, graph: Pointer): Pointer[] {
  return Array.from({ length: ggml.nodeCount(graph) }, (_, index) => ggml.node(graph, index));
}

function operationsOf(ggml: Ggml, context: Pointer, graph: Pointer): GraphOperations {
  const entries = Object.entries(bindOperations()).map(([name, operation]) => [
    name,
    (...rest: never[]) => {
      const tensor = (operation as (context: Pointer, ...rest: never[]) => Pointer)(context, ...rest);
      ggml.expand(graph, tensor);
      return tensor;
    },
  ]);
  return Object.fromEntries(entries) as GraphOperations;
}
