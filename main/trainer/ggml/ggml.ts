import { openLibraries, type Pointer } from "./library.ts";
import { startLlama } from "./llama.ts";
import { checkTypeTraits } from "./numbers.ts";
import { initParams } from "./structs.ts";

/** ggml's own functions for memory, graphs and backends, by our names; the operations are in operations.ts. */
export interface Ggml {
  createContext(params: { mem_size: number; mem_buffer: null; no_alloc: boolean }): Pointer | null;
  freeContext(context: Pointer): void;
  tensorOverhead(): number;
  graphOverhead(nodes: number, withGradients: boolean): number;
  createGraph(context: Pointer, nodes: number, withGradients: boolean): Pointer;
  expand(graph: Pointer, tensor: Pointer): void;
  addNode(graph: Pointer, tensor: Pointer): void;
  nodeCount(graph: Pointer): number;
  node(graph: Pointer, index: number): Pointer;
  describeOperation(tensor: Pointer): string;
  setInput(tensor: Pointer): void;
  setOutput(tensor: Pointer): void;
  setName(tensor: Pointer, name: string): Pointer;

  deviceCount(): number;
  device(index: number): Pointer;
  /** `enum ggml_backend_dev_type`: 0 processor, 1 card, 2 card in the processor, 3 accelerator. */
  deviceType(device: Pointer): number;
  deviceName(device: Pointer): string;
  /** What its maker calls it. */
  deviceDescription(device: Pointer): string;
  deviceMemory(device: Pointer, free: BigUint64Array, total: BigUint64Array): void;
  deviceBufferType(device: Pointer): Pointer;
  deviceRegistry(device: Pointer): Pointer;
  deviceSupports(device: Pointer, tensor: Pointer): boolean;
  procedure(registry: Pointer, name: string): Pointer | null;
  initDevice(device: Pointer, params: null): Pointer | null;
  freeBackend(backend: Pointer): void;
  compute(backend: Pointer, graph: Pointer): Promise<number>;

  bufferTypeName(bufferType: Pointer): string;
  bufferTypeOf(buffer: Pointer): Pointer;
  /** Memory for all tensors of a context that have none; null: not enough. */
  allocate(context: Pointer, bufferType: Pointer): Promise<Pointer | null>;
  allocateBuffer(bufferType: Pointer, bytes: number): Pointer | null;
  freeBuffer(buffer: Pointer): void;
  clearBuffer(buffer: Pointer, value: number): void;
  bufferBytes(buffer: Pointer): number;
  /** WEIGHTS = 1: the scheduler computes where such tensors lie. */
  setUsage(buffer: Pointer, usage: number): void;
  initView(tensor: Pointer): number;
  set(tensor: Pointer, from: ArrayBufferView, offset: number, bytes: number): void;
  setRows(
    tensor: Pointer,
    from: ArrayBufferView,
    offset: number,
    bytes: number,
    copies: number,
    tensorStride: number,
    dataStride: number,
  ): void;
  get(tensor: Pointer, into: ArrayBufferView, offset: number, bytes: number): void;
  tensorBytes(tensor: Pointer): number;

  createScheduler(
    backends: Pointer,
    bufferTypes: Pointer | null,
    count: number,
    graphNodes: number,
    parallel: boolean,
    offload: boolean,
  ): Pointer | null;
  freeScheduler(scheduler: Pointer): void;
  resetScheduler(scheduler: Pointer): void;
  /** Assigns backends and gives the graph memory; false: not enough. */
  allocateGraph(scheduler: Pointer, graph: Pointer): Promise<boolean>;
  computeGraph(scheduler: Pointer, graph: Pointer): Promise<number>;
  schedulerBytes(scheduler: Pointer, backend: Pointer): number;
  setBackend(scheduler: Pointer, tensor: Pointer, backend: Pointer): void;
}

let bound: Ggml | null = null;

/** Opens the libraries and their backends. Throws, saying what is missing or different, when they are of another version. */
export function startGgml(): Ggml {
  bound ??= bindAll();
  return bound;
}

function bindAll(): Ggml {
  // Loads the backends and compares layouts; both once for the process.
  startLlama();
  checkTypeTraits();
  const { bind, bindLater } = openLibraries();
  const scheduler = "ggml_backend_sched";
  return {
    createContext: bind("base", `void* ggml_init(${initParams.name} params)`),
    freeContext: bind("base", "void ggml_free(void*)"),
    tensorOverhead: bind("base", "size_t ggml_tensor_overhead()"),
    graphOverhead: bind("base", "size_t ggml_graph_overhead_custom(size_t, bool)"),
    createGraph: bind("base", "void* ggml_new_graph_custom(void*, size_t, bool)"),
    expand: bind("base", "void ggml_build_forward_expand(void*, void*)"),
    addNode: bind("base", "void ggml_graph_add_node(void*, void*)"),
    nodeCount: bind("base", "int ggml_graph_n_nodes(void*)"),
    node: bind("base", "void* ggml_graph_node(void*, int)"),
    describeOperation: bind("base", "const char* ggml_op_desc(void*)"),
    setInput: bind("base", "void ggml_set_input(void*)"),
    setOutput: bind("base", "void ggml_set_output(void*)"),
    setName: bind("base", "void* ggml_set_name(void*, const char*)"),

    deviceCount: bind("ggml", "size_t ggml_backend_dev_count()"),
    device: bind("ggml", "void* ggml_backend_dev_get(size_t)"),
    deviceType: bind("base", "int ggml_backend_dev_type(void*)"),
    deviceName: bind("base", "const char* ggml_backend_dev_name(void*)"),
    deviceDescription: bind("base", "const char* ggml_backend_dev_description(void*)"),
    deviceMemory: bind("base", "void ggml_backend_dev_memory(void*, _Out_ void*, _Out_ void*)"),
    deviceBufferType: bind("base", "void* ggml_backend_dev_buffer_type(void*)"),
    deviceRegistry: bind("base", "void* ggml_backend_dev_backend_reg(void*)"),
    deviceSupports: bind("base", "bool ggml_backend_dev_supports_op(void*, void*)"),
    procedure: bind("base", "void* ggml_backend_reg_get_proc_address(void*, const char*)"),
    initDevice: bind("base", "void* ggml_backend_dev_init(void*, const char*)"),
    freeBackend: bind("base", "void ggml_backend_free(void*)"),
    compute: bindLater("base", "int ggml_backend_graph_compute(void*, void*)"),

    bufferTypeOf: bind("base", "void* ggml_backend_buffer_get_type(void*)"),
    bufferTypeName: bind("base", "const char* ggml_backend_buft_name(void*)"),
    allocate: bindLater("base", "void* ggml_backend_alloc_ctx_tensors_from_buft(void*, void*)"),
    allocateBuffer: bind("base", "void* ggml_backend_buft_alloc_buffer(void*, size_t)"),
    freeBuffer: bind("base", "void ggml_backend_buffer_free(void*)"),
    clearBuffer: bind("base", "void ggml_backend_buffer_clear(void*, uint8)"),
    bufferBytes: bind("base", "size_t ggml_backend_buffer_get_size(void*)"),
    setUsage: bind("base", "void ggml_backend_buffer_set_usage(void*, int)"),
    initView: bind("base", "int ggml_backend_view_init(void*)"),
    set: bind("base", "void ggml_backend_tensor_set(void*, const void*, size_t, size_t)"),
    setRows: bind(
      "base",
      "void ggml_backend_tensor_set_2d(void*, const void*, size_t, size_t, size_t, size_t, size_t)",
    ),
    get: bind("base", "void ggml_backend_tensor_get(void*, _Out_ void*, size_t, size_t)"),
    tensorBytes: bind("base", "size_t ggml_nbytes(void*)"),

    createScheduler: bind("base", `void* ${scheduler}_new(void*, void*, int, size_t, bool, bool)`),
    freeScheduler: bind("base", `void ${scheduler}_free(void*)`),
    resetScheduler: bind("base", `void ${scheduler}_reset(void*)`),
    allocateGraph: bindLater("base", `bool ${scheduler}_alloc_graph(void*, void*)`),
    computeGraph: bindLater("base", `int ${scheduler}_graph_compute(void*, void*)`),
    schedulerBytes: bind("base", `size_t ${scheduler}_get_buffer_size(void*, void*)`),
    setBackend: bind("base", `void ${scheduler}_set_tensor_backend(void*, void*, void*)`),
  };
}
