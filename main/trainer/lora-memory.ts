import { startGgml } from "./ggml/ggml.ts";
import { F32 } from "./ggml/graph.ts";
import type { Pointer } from "./ggml/library.ts";
import { createStore, type TensorStore } from "./ggml/store.ts";

/** A piece of the trained numbers that lies in one memory, with their gradients. */
export interface LoraPiece {
  readonly bufferType: Pointer;
  readonly from: number;
  readonly length: number;
}

/** All trained numbers and their gradients, one row each, of which every piece lies where its layers are computed. */
export interface LoraMemory extends Disposable {
  /** `rows` rows of the values, or of the gradients, from number `at` on. */
  view(of: "values" | "gradients", columns: number, rows: number, at: number): Pointer;
  read(of: "values" | "gradients", into: Float32Array): void;
  write(of: "values" | "gradients", from: Float32Array): void;
  /** In the memory of that kind; in all without one. */
  bytes(bufferType?: Pointer): number;
}

const NUMBER_BYTES = 4;

interface Held extends LoraPiece {
  readonly store: TensorStore;
  readonly values: Pointer;
  readonly gradients: Pointer;
}

/** null: not enough memory. `maxViews`: how many are asked for at most. */
export async function createLoraMemory(pieces: readonly LoraPiece[], maxViews: number): Promise<LoraMemory | null> {
  using stack = new DisposableStack();
  const held: Held[] = [];
  for (const piece of pieces) {
    const store = stack.use(createStore(piece.bufferType, 2 + maxViews));
    const [values, gradients] = [store.add(F32, piece.length, 1), store.add(F32, piece.length, 1)];
    if (!(await store.allocate())) return null;
    held.push({ ...piece, store, values, gradients });
  }
  const ggml = startGgml();
  const each = (work: (piece: Held, at: number, length: number) => void): void =>
    held.forEach((piece) => work(piece, piece.from, piece.length));
  const owned = stack.move();
  return {
    view(of, columns, rows, at) {
      const piece = held.find(({ from, length }) => at >= from && at < from + length);
      if (piece === undefined) throw new Error(`No trained number ${String(at)}`);
      return piece.store.view(piece[of], columns, rows, at - piece.from);
    },
    read: (of, into) =>
      each((piece, at, length) => ggml.get(piece[of], into.subarray(at, at + length), 0, length * NUMBER_BYTES)),
    write: (of, from) =>
      each((piece, at, length) => ggml.set(piece[of], from.subarray(at, at + length), 0, length * NUMBER_BYTES)),
    bytes: (bufferType) =>
      held
        .filter((piece) => bufferType === undefined || piece.bufferType === bufferType)
        .reduce((sum, { store }) => sum + store.bytes(), 0),
    [Symbol.dispose]: () => owned.dispose(),
  };
}
