import koffi from "koffi";
import { startGgml } from "./ggml.ts";
import type { Pointer } from "./library.ts";

/** What computes: the processor, and the scheduler that gives each operation of a graph to a backend. */
export interface Machine extends Disposable {
  /** Where numbers lie that every operation can read. */
  readonly bufferType: Pointer;
  /** Layouts that make products faster ("CPU_REPACK", "AMX"), by name. A tensor in one is written whole and never read back. */
  readonly extraBufferTypes: ReadonlyMap<string, Pointer>;
  readonly processor: Pointer;
  /** The processor as a device. */
  readonly device: Pointer;
  /** Everything is computed by the processor, and lies in its memory. */
  readonly isProcessorAlone: boolean;
  setThreads(threads: number): void;
  /** `rooms`: tensors that nothing computes, for the first backend. */
  allocate(graph: Pointer, maxNodes: number, rooms: readonly Pointer[]): Promise<void>;
  compute(graph: Pointer): Promise<void>;
  /** Some nodes of an allocated graph, in order, on the processor. */
  computePart(nodes: readonly Pointer[]): Promise<void>;
  /** Of activations: what the scheduler holds. */
  computeBytes(): number;
  /** Operations of a graph that lie on another backend than the first. */
  fallbacks(nodes: readonly Pointer[]): string[];
}

/** The tensors between inputs and outputs do not fit into memory. */
export class GraphTooLarge extends Error {
  override readonly name = "GraphTooLarge";
}

const PROCESSOR = 0;
const POINTER_BYTES = 8;
const setThreadsType = koffi.proto("void cloister_set_threads(void* backend, int threads)");
const extraTypesType = koffi.proto("void** cloister_extra_types(void* device)");

/** Throws when there is no processor backend, which is a broken installation. */
export function openMachine(threads: number): Machine {
  const ggml = startGgml();
  const devices = Array.from({ length: ggml.deviceCount() }, (_, index) => ggml.device(index));
  const device = devices.find((candidate) => ggml.deviceType(candidate) === PROCESSOR);
  const processor = device === undefined ? null : ggml.initDevice(device, null);
  if (device === undefined || processor === null) throw new Error("ggml has no backend for the processor");

  const registry = ggml.deviceRegistry(device);
  const setThreads = procedure<(backend: Pointer, threads: number) => void>(
    registry,
    "ggml_backend_set_n_threads",
    setThreadsType,
  );
  const backends = [processor];
  const list = koffi.alloc("void*", backends.length) as Pointer;
  koffi.encode(list, koffi.array("void*", backends.length), backends);
  let scheduler: { pointer: Pointer; nodes: number } | null = null;

  function schedulerFor(nodes: number): Pointer {
    if (scheduler !== null && scheduler.nodes >= nodes) return scheduler.pointer;
    if (scheduler !== null) ggml.freeScheduler(scheduler.pointer);
    const pointer = ggml.createScheduler(list, null, backends.length, nodes, false, false);
    if (pointer === null) throw new Error("ggml's scheduler could not be made");
    scheduler = { pointer, nodes };
    return pointer;
  }

  setThreads(processor, threads);
  return {
    bufferType: ggml.deviceBufferType(device),
    extraBufferTypes: extraBufferTypes(registry, device),
    processor,
    device,
    isProcessorAlone: backends.length === 1,
    setThreads: (count) => setThreads(processor, count),
    async allocate(graph, maxNodes, rooms) {
      // Leaves and views count as well.
      const pointer = schedulerFor(2 * maxNodes);
      ggml.resetScheduler(pointer);
      for (const room of rooms) ggml.setBackend(pointer, room, backends[0] ?? processor);
      if (!(await ggml.allocateGraph(pointer, graph))) throw new GraphTooLarge("Not enough memory for the activations");
    },
    async compute(graph) {
      const status = await ggml.computeGraph(scheduler?.pointer ?? schedulerFor(0), graph);
      if (status !== 0) throw notComputed(status);
    },
    async computePart(nodes) {
      const mem_size = ggml.graphOverhead(nodes.length, false) + ggml.tensorOverhead();
      const context = ggml.createContext({ mem_size, mem_buffer: null, no_alloc: true });
      if (context === null) throw new GraphTooLarge("Not enough memory for a part of a graph");
      try {
        const part = ggml.createGraph(context, nodes.length, false);
        for (const node of nodes) ggml.addNode(part, node);
        const status = await ggml.compute(processor, part);
        if (status !== 0) throw notComputed(status);
      } finally {
        ggml.freeContext(context);
      }
    },
    computeBytes: () =>
      scheduler === null
        ? 0
        : backends.reduce((sum, backend) => sum + ggml.schedulerBytes(scheduler?.pointer ?? 0n, backend), 0),
    fallbacks(nodes) {
      if (scheduler === null || backends.length === 1) return [];
      const names = new Set<string>();
      for (const node of nodes) {
        const backend = ggml.backendOf(scheduler.pointer, node);
        if (backend !== null && backend !== backends[0]) names.add(ggml.describeOperation(node));
      }
      return [...names];
    },
    [Symbol.dispose]() {
      if (scheduler !== null) ggml.freeScheduler(scheduler.pointer);
      for (const backend of backends) ggml.freeBackend(backend);
      koffi.free(list);
    },
  };
}

function notComputed(status: number): Error {
  return new Error(`ggml could not compute a graph (${String(status)})`);
}

function procedure<T>(registry: Pointer, name: string, type: ReturnType<typeof koffi.proto>): T {
  const address = startGgml().procedure(registry, name);
  if (address === null) throw new Error(`ggml's processor backend has no ${name}`);
  return koffi.decode(address, type) as T;
}

function extraBufferTypes(registry: Pointer, device: Pointer): Map<string, Pointer> {
  const ggml = startGgml();
  const types = new Map<string, Pointer>();
  const list = procedure<(device: Pointer) => Pointer | null>(
    registry,
    "ggml_backend_dev_get_extra_bufts",
    extraTypesType,
  )(device);
  if (list === null) return types;
  for (let index = 0; ; index += 1) {
    const type = koffi.decode(list, index * POINTER_BYTES, "void*") as Pointer | null;
    if (type === null) return types;
    types.set(ggml.bufferTypeName(type), type);
  }
}
