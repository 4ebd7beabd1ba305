import type { Graph } from "./ggml/graph.ts";
import type { Pointer } from "./ggml/library.ts";

/** A tensor of a graph that gradients may flow back to. */
export interface Value {
  readonly tensor: Pointer;
  /** Something that is trained lies behind it. */
  readonly isTracked: boolean;
  /** The same numbers for the backward pass: the tensor itself, or computed again where that is cheaper than keeping them. */
  again(): Pointer;
}

export type Give = (input: Value, gradient: Pointer) => void;

export interface Recording {
  /** What the operation read. */
  readonly inputs: readonly Value[];
  /** It has trained numbers of its own, whose gradients `back` adds up itself. */
  readonly isTrained?: boolean;
  /**
   * Builds the gradients of the inputs from those of the results, in the results' order; null: nobody asked about that one. It is not
   * called when nobody asked about any. Gradients given to an input that is not tracked are never built into the sum.
   */
  back(gradients: readonly (Pointer | null)[], give: Give): void;
  /** Computes the results again; see `Value.again`. */
  again?(): readonly Pointer[];
}

/**
 * Reverse mode over a graph of ggml's: operations are recorded with the way their gradients are built from ggml's operations, and walked
 * back once. Nothing is recorded for what cannot be reached from trained numbers.
 */
export interface Tape {
  /** A value that nothing flows back through. */
  constant(tensor: Pointer): Value;
  /** A value whose gradient is asked for at the end of `backward`. */
  leaf(tensor: Pointer): Value;
  record(tensors: readonly Pointer[], recording: Recording): Value[];
  /** As `record`, of one result. */
  recordOne(tensor: Pointer, recording: Recording): Value;
  /** From a value and the loss's gradient by it. Each value's gradient is forgotten once it was used; leaves' are in `gradientOf`. */
  backward(from: Value, gradient: Pointer): void;
  gradientOf(leaf: Value): Pointer | null;
}

interface Step {
  readonly results: readonly Value[];
  readonly recording: Recording;
}

export function createTape(graph: Graph): Tape {
  const steps: Step[] = [];
  const gradients = new Map<Value, Pointer>();

  const give: Give = (input, gradient) => {
    if (!input.isTracked) return;
    const sum = gradients.get(input);
    gradients.set(input, sum === undefined ? gradient : graph.add(sum, gradient));
  };

  const tape: Tape = {
    constant: (tensor) => ({ tensor, isTracked: false, again: () => tensor }),
    leaf: (tensor) => ({ tensor, isTracked: true, again: () => tensor }),
    record(tensors, recording) {
      const isTracked = recording.isTrained === true || recording.inputs.some((input) => input.isTracked);
      const again = recording.again && once(recording.again);
      const results = tensors.map((tensor, index) => ({
        tensor,
        isTracked,
        again: () => again?.()[index] ?? tensor,
      }));
      if (isTracked) steps.push({ results, recording });
      return results;
    },
    recordOne(tensor, recording) {
      const [value] = tape.record([tensor], recording);
      if (value === undefined) throw new Error("An operation without a result");
      return value;
    },
    backward(from, gradient) {
      give(from, gradient);
      for (const { results, recording } of steps.reverse()) {
        const asked = results.map((result) => gradients.get(result) ?? null);
        for (const result of results) gradients.delete(result);
        if (asked.some((one) => one !== null)) recording.back(asked, give);
      }
      steps.length = 0;
    },
    gradientOf: (leaf) => gradients.get(leaf) ?? null,
  };
  return tape;
}

/** Several operations of the backward pass ask for the same numbers again: they are computed for the first. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** A gradient that somebody asked about: of operations with one result there is always one. */
export function only(gradients: readonly (Pointer | null)[]): Pointer {
  const [gradient] = gradients;
  if (gradient === undefined || gradient === null) throw new Error("An operation was walked back without a gradient");
  return gradient;
}
