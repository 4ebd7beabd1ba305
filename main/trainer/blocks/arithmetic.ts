import { only, type Value } from "../autodiff.ts";
import { stridesOf } from "../ggml/tensor.ts";
import type { Pointer } from "../ggml/library.ts";
import type { Pass } from "../pass.ts";

const NUMBER_BYTES = 4;

export function add({ graph, tape }: Pass, a: Value, b: Value): Value {
  return tape.recordOne(graph.add(a.tensor, b.tensor), {
    inputs: [a, b],
    back(gradients, give) {
      give(a, only(gradients));
      give(b, only(gradients));
    },
  });
}

/** Root mean square normalisation over the fastest dimension, times a weight (Zhang and Sennrich 2019). */
export function rmsNorm({ graph, tape }: Pass, x: Value, weight: Pointer, epsilon: number): Value {
  const make = (of: Pointer): Pointer => graph.mul(graph.rmsNorm(of, epsilon), weight);
  return tape.recordOne(make(x.tensor), {
    inputs: [x],
    back: (gradients, give) => give(x, graph.rmsNormBack(graph.mul(only(gradients), weight), x.again(), epsilon)),
    again: () => [make(x.again())],
  });
}

/** The rows of `x` that have a target. */
export function targetsOf({ graph, tape, targetRows }: Pass, x: Value): Value {
  return tape.recordOne(graph.getRows(x.tensor, targetRows), {
    inputs: [x],
    back: (gradients, give) => give(x, graph.getRowsBack(only(gradients), targetRows, x.tensor)),
  });
}

/** Rows of [heads x size] numbers as [size, heads, tokens]. */
export function splitHeads({ graph, tape, tokens }: Pass, x: Value, heads: number, size: number): Value {
  const stride = stridesOf(x.tensor)[1];
  const view = graph.view3d(x.tensor, size, heads, tokens, size * NUMBER_BYTES, stride, 0);
  return tape.recordOne(view, {
    inputs: [x],
    back: (gradients, give) => give(x, graph.reshape2d(only(gradients), size * heads, tokens)),
  });
}

/** Each row cut into parts of `sizes` numbers: copies, as not every operation takes rows that lie apart. */
export function splitRows({ graph, tape }: Pass, x: Value, rows: number, sizes: readonly number[]): Value[] {
  const stride = stridesOf(x.tensor)[1];
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const part = (of: Pointer, index: number): Pointer =>
    graph.view2d(of, sizes[index] ?? 0, rows, stride, (starts[index] ?? 0) * NUMBER_BYTES);
  const parts = sizes.map((_, index) => graph.contiguous(part(x.tensor, index)));
  return tape.record(parts, {
    inputs: [x],
    back(gradients, give) {
      const whole = graph.fill(x.tensor, 0);
      gradients.forEach((gradient, index) => {
        const size = sizes[index] ?? 0;
        if (gradient !== null) graph.copy(graph.reshape2d(gradient, size, rows), part(whole, index));
      });
      give(x, whole);
    },
  });
}
