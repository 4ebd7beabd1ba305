import { startGgml } from "./ggml.ts";
import type { Pointer } from "./library.ts";
import { bindOperations } from "./operations.ts";

/** Tensors that stay for the run, in one piece of memory: declared first, then given room together. */
export interface TensorStore extends Disposable {
  /** Of `rows` rows; its numbers are written after `allocate`. */
  add(type: number, columns: number, rows: number): Pointer;
  /** Part of a tensor of this store as one of its own: `rows` rows from number `at` on. After `allocate`. */
  view(tensor: Pointer, columns: number, rows: number, at: number): Pointer;
  /** false: not enough memory. */
  allocate(): Promise<boolean>;
  bytes(): number;
}

/** Usage of a buffer: an operation that reads it is computed where it lies. */
const WEIGHTS = 1;
const NUMBER_BYTES = 4;

export function createStore(bufferType: Pointer, maxTensors: number): TensorStore {
  const ggml = startGgml();
  const operations = bindOperations();
  const make = (): Pointer => {
    const mem_size = (maxTensors + 1) * ggml.tensorOverhead();
    const context = ggml.createContext({ mem_size, mem_buffer: null, no_alloc: true });
    if (context === null) throw new Error("ggml could not make a context");
    return context;
  };
  const context = make();
  const views = make();
  let buffer: Pointer | null = null;
  let count = 0;
  return {
    add(type, columns, rows) {
      count += 1;
      return rows === 1 ? operations.new1d(context, type, columns) : operations.new2d(context, type, columns, rows);
    },
    view(tensor, columns, rows, at) {
      const stride = columns * NUMBER_BYTES;
      const view = operations.view2d(views, tensor, columns, rows, stride, at * NUMBER_BYTES);
      if (ggml.initView(view) !== 0) throw new Error("ggml could not make a view");
      return view;
    },
    async allocate() {
      if (count === 0) return true;
      buffer = await ggml.allocate(context, bufferType);
      if (buffer !== null) ggml.setUsage(buffer, WEIGHTS);
      return buffer !== null;
    },
    bytes: () => (buffer === null ? 0 : ggml.bufferBytes(buffer)),
    [Symbol.dispose]() {
      if (buffer !== null) ggml.freeBuffer(buffer);
      ggml.freeContext(views);
      ggml.freeContext(context);
    },
  };
}
