import type { Value } from "../autodiff.ts";
import type { Head } from "../frozen.ts";
import { F32, type Graph, I32, I64 } from "../ggml/graph.ts";
import type { Pointer } from "../ggml/library.ts";
import { stridesOf } from "../ggml/tensor.ts";
import type { Pass } from "../pass.ts";
import { throughLikelyWords } from "./likely-words.ts";

/** Rows with a target at once: with 262,144 words, 64 rows of logits are 64 MiB. */
const CHUNK = 64;
const NUMBER_BYTES = 4;
/**
 * Gradients are this much larger inside of a graph: products in Q8_0 round blocks whose largest number is below 8e-6 to nothing, as their
 * scale is in half precision. A power of two changes no digit.
 */
export const GRADIENT_SCALE = 1_024;

/** Probabilities that the model gives each target, in pieces. */
export interface Probabilities {
  readonly pieces: readonly { readonly tensor: Pointer; readonly rows: number }[];
}

/** For each target its probability; with `weights` (one for each target) the loss's gradients are walked back to all that is trained. */
export function targetProbabilities(
  pass: Pass,
  head: Head,
  hidden: Value,
  weights: Float32Array | null,
): Probabilities {
  const { graph, labels } = pass;
  const pieces: { tensor: Pointer; rows: number }[] = [];
  const towards = weights === null ? null : graph.fill(hidden.tensor, 0);
  for (let from = 0; from < labels.length; from += CHUNK) {
    const rows = Math.min(CHUNK, labels.length - from);
    const part = rowsOf(graph, hidden.tensor, head.dimensions, from, rows);
    const { logits, slope } = logitsOf(graph, head, part);
    const all = graph.softMax(logits, null, 1, 0);
    const flat = graph.reshape2d(all, 1, head.words * rows);
    const places = Array.from({ length: rows }, (_, row) => row * head.words + (labels[from + row] ?? 0));
    const probabilities = graph.getRows(flat, graph.input(I32, [rows], Int32Array.from(places)));
    graph.output(probabilities);
    pieces.push({ tensor: probabilities, rows });
    if (towards === null || weights === null) continue;
    const { transposed } = head;
    const byHidden =
      transposed === null
        ? throughLikelyWords(graph, head, all, labels.subarray(from, from + rows), GRADIENT_SCALE)
        : graph.mulMat(transposed, byLogits({ graph, flat, probabilities, places, words: head.words, slope }));
    const each = graph.input(F32, [1, rows], weights.subarray(from, from + rows));
    graph.copy(graph.mul(byHidden, each), rowsOf(graph, towards, head.dimensions, from, rows));
  }
  if (towards !== null) pass.tape.backward(hidden, towards);
  return { pieces };
}

/** Cross-entropy's gradient by the logits: the probabilities, less one at the target. */
function byLogits(of: {
  graph: Graph;
  flat: Pointer;
  probabilities: Pointer;
  places: readonly number[];
  words: number;
  slope: (() => Pointer) | null;
}): Pointer {
  const { graph, flat, probabilities, places, words, slope } = of;
  const into = graph.input(I64, [places.length], BigInt64Array.from(places, BigInt));
  const less = graph.setRows(flat, graph.scaleBias(probabilities, 1, -1), into);
  const scaled = graph.scale(graph.reshape2d(less, words, places.length), GRADIENT_SCALE);
  return slope === null ? scaled : graph.mul(scaled, slope());
}

/** Logits of all targets. */
export function targetLogits({ graph }: Pass, head: Head, hidden: Value): Pointer {
  const { logits } = logitsOf(graph, head, hidden.tensor);
  graph.output(logits);
  return logits;
}

function logitsOf(graph: Graph, head: Head, hidden: Pointer): { logits: Pointer; slope: (() => Pointer) | null } {
  const { softCap } = head;
  const plain = graph.mulMat(head.weight, hidden);
  if (softCap === null) return { logits: plain, slope: null };
  // cap · tanh(x / cap), whose slope is 1 - tanh²
  const bent = graph.tanh(graph.scale(plain, 1 / softCap));
  return { logits: graph.scale(bent, softCap), slope: () => graph.scaleBias(graph.sqr(bent), -1, 1) };
}

function rowsOf(graph: Graph, of: Pointer, columns: number, from: number, rows: number): Pointer {
  const stride = columns * NUMBER_BYTES;
  return graph.view2d(of, columns, rows, stridesOf(of)[1], from * stride);
}
