import koffi from "koffi";
import type { Card } from "./cards.ts";
import { startGgml } from "./ggml.ts";
import type { Pointer } from "./library.ts";
import { type CardBackend, placeNodes } from "./placement.ts";

/** What computes: the processor, a card where one was asked for, and the scheduler that gives each operation of a graph to one of them. */
export interface Machine extends Disposable {
  /** Where numbers lie that every operation of the processor can read. */
  readonly bufferType: Pointer;
  /** Layouts that make products faster ("CPU_REPACK", "AMX"), by name. A tensor in one is written whole and never read back. */
  readonly extraBufferTypes: ReadonlyMap<string, Pointer>;
  readonly processor: Pointer;
  /** The processor as a device. */
  readonly device: Pointer;
  /** null: everything is computed by the processor, and lies in its memory. */
  readonly card: (CardBackend & Card) | null;
  setThreads(threads: number): void;
  /** `rooms`: tensors that nothing computes. Throws `GraphTooLarge`. */
  allocate(graph: Pointer, maxNodes: number, nodes: () => Pointer[], rooms: readonly Pointer[]): Promise<void>;
  compute(graph: Pointer): Promise<void>;
  /** Some nodes of an allocated graph, in order, on the processor. */
  computePart(nodes: readonly Pointer[]): Promise<void>;
  /** Of activations: what the scheduler holds in the computer's memory, and in the card's. */
  computeBytes(): { processor: number; card: number };
  /** Operations that the processor computed so far because the card does not know them. */
  readonly fallbacks: ReadonlySet<string>;
}

/** The tensors between inputs and outputs do not fit into memory. */
export class GraphTooLarge extends Error {
  override readonly name = "GraphTooLarge";
}

const PROCESSOR = 0;
const POINTER_BYTES = 8;
type SetThreads = (backend: Pointer, threads: number) => void;
const setThreadsType = koffi.proto("void cloister_set_threads(void* backend, int threads)");
const extraTypesType = koffi.proto("void** cloister_extra_types(void* device)");

/** Throws when there is no processor backend, which is a broken installation; or when the card's driver refuses. */
export function openMachine(threads: number, chosen: Card | null = null): Machine {
  const ggml = startGgml();
  const devices = Array.from({ length: ggml.deviceCount() }, (_, index) => ggml.device(index));
  const device = devices.find((candidate) => ggml.deviceType(candidate) === PROCESSOR);
  const processor = device === undefined ? null : ggml.initDevice(device, null);
  if (device === undefined || processor === null) throw new Error("ggml has no backend for the processor");
  const card = chosen === null ? null : openCard(chosen);

  const registry = ggml.deviceRegistry(device);
  // The scheduler wants the processor's last.
  const backends = card === null ? [processor] : [card.backend, processor];
  const list = koffi.alloc("void*", backends.length) as Pointer;
  koffi.encode(list, koffi.array("void*", backends.length), backends);
  let scheduler: { pointer: Pointer; nodes: number } | null = null;
  const fallbacks = new Set<string>();

  function schedulerFor(nodes: number): Pointer {
    if (scheduler !== null && scheduler.nodes >= nodes) return scheduler.pointer;
    if (scheduler !== null) ggml.freeScheduler(scheduler.pointer);
    const pointer = ggml.createScheduler(list, null, backends.length, nodes, false, false);
    if (pointer === null) throw new Error("ggml's scheduler could not be made");
    scheduler = { pointer, nodes };
    return pointer;
  }

  const bytesOn = (backend: Pointer): number =>
    scheduler === null ? 0 : ggml.schedulerBytes(scheduler.pointer, backend);

  // A card has no threads of its own; what only stands in a card's place has.
  const parts = [{ backend: processor, device }, ...(card === null ? [] : [card])];
  const setters = parts.flatMap((part) => {
    const set = find<SetThreads>(ggml.deviceRegistry(part.device), "ggml_backend_set_n_threads", setThreadsType);
    return set === null ? [] : [(count: number) => set(part.backend, count)];
  });
  const setThreads = (count: number): void => setters.forEach((set) => set(count));

  setThreads(threads);
  return {
    bufferType: ggml.deviceBufferType(device),
    extraBufferTypes: extraBufferTypes(registry, device),
    processor,
    device,
    card,
    fallbacks,
    setThreads,
    async allocate(graph, maxNodes, nodes, rooms) {
      // Leaves and views count as well.
      const pointer = schedulerFor(2 * maxNodes);
      ggml.resetScheduler(pointer);
      for (const room of rooms) ggml.setBackend(pointer, room, processor);
      if (card !== null) {
        const { backends: placed, missing } = placeNodes(nodes(), card, processor);
        for (const [tensor, backend] of placed) ggml.setBackend(pointer, tensor, backend);
        missing.forEach((operation) => fallbacks.add(operation));
      }
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
    computeBytes: () => ({ processor: bytesOn(processor), card: card === null ? 0 : bytesOn(card.backend) }),
    [Symbol.dispose]() {
      if (scheduler !== null) ggml.freeScheduler(scheduler.pointer);
      for (const backend of backends) ggml.freeBackend(backend);
      koffi.free(list);
    },
  };
}

function openCard(card: Card): CardBackend & Card {
  const ggml = startGgml();
  const backend = ggml.initDevice(card.device, null);
  if (backend === null) throw new Error(`The driver of ${card.description} refused to compute`);
  return { ...card, backend, bufferType: ggml.deviceBufferType(card.device) };
}

function notComputed(status: number): Error {
  return new Error(`ggml could not compute a graph (${String(status)})`);
}

/** null: this backend has no such function. */
function find<T>(registry: Pointer, name: string, type: ReturnType<typeof koffi.proto>): T | null {
  const address = startGgml().procedure(registry, name);
  return address === null ? null : (koffi.decode(address, type) as T);
}

function extraBufferTypes(registry: Pointer, device: Pointer): Map<string, Pointer> {
  const ggml = startGgml();
  const types = new Map<string, Pointer>();
  const listOf = find<(device: Pointer) => Pointer | null>(
    registry,
    "ggml_backend_dev_get_extra_bufts",
    extraTypesType,
  );
  const list = listOf?.(device) ?? null;
  if (list === null) return types;
  for (let index = 0; ; index += 1) {
    const type = koffi.decode(list, index * POINTER_BYTES, "void*") as Pointer | null;
    if (type === null) return types;
    types.set(ggml.bufferTypeName(type), type);
  }
}
