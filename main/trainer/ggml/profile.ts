import { startGgml } from "./ggml.ts";
import { openLibraries, type Pointer } from "./library.ts";
import type { Machine } from "./machine.ts";
import { shapeOf } from "./tensor.ts";

/** Where the time of a graph goes: one entry for each kind of operation and shape. */
export interface OperationTime {
  readonly operation: string;
  readonly shape: string;
  count: number;
  milliseconds: number;
}

/** They only say how numbers that are there already are to be read. */
const FREE = new Set(["VIEW", "RESHAPE", "TRANSPOSE", "PERMUTE", "NONE"]);

/** Computes an allocated graph on the processor, one operation after another, and looks at the clock in between. */
export function profile(machine: Machine, nodes: readonly Pointer[]): OperationTime[] {
  const ggml = startGgml();
  const compute = openLibraries().bind<(backend: Pointer, graph: Pointer) => number>(
    "base",
    "int ggml_backend_graph_compute(void*, void*)",
  );
  const times = new Map<string, OperationTime>();
  for (const node of nodes) {
    const operation = ggml.describeOperation(node);
    if (FREE.has(operation)) continue;
    const mem_size = ggml.graphOverhead(4, false) + ggml.tensorOverhead();
    const context = ggml.createContext({ mem_size, mem_buffer: null, no_alloc: true });
    if (context === null) throw new Error("ggml could not make a context");
    const graph = ggml.createGraph(context, 4, false);
    ggml.addNode(graph, node);
    const from = performance.now();
    compute(machine.processor, graph);
    const milliseconds = performance.now() - from;
    ggml.freeContext(context);
    const shape = shapeOf(node).join("x");
    const time = times.get(`${operation} ${shape}`) ?? { operation, shape, count: 0, milliseconds: 0 };
    time.count += 1;
    time.milliseconds += milliseconds;
    times.set(`${operation} ${shape}`, time);
  }
  return [...times.values()].toSorted((a, b) => b.milliseconds - a.milliseconds);
}
