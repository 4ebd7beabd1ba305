import type { Head } from "../frozen.ts";
import { F32, type Graph, I32 } from "../ggml/graph.ts";
import type { Pointer } from "../ggml/library.ts";

/** Rows that stand for all words in one chunk of targets: half of them likely ones, half samples of the rest. */
const WORDS = 4_096;
const NUMBER_BYTES = 4;

/**
 * Cross-entropy's gradient by the rows before the head, through some thousand words instead of all: a tenth of the time, and no transposed
 * copy of the head. The likely words are taken as they are; of the many others, which share a twentieth or so of the probability, samples
 * stand for all (importance sampling, as Jean et al. 2015 do for the loss itself; here the loss is exact). Which they are is known when the
 * probabilities are there, so the graph pauses for it. `probabilities`: [words, targets].
 */
export function throughLikelyWords(
  graph: Graph,
  head: Head,
  probabilities: Pointer,
  labels: Int32Array,
  scale: number,
): Pointer {
  const targets = labels.length;
  const { words } = head;
  const sum = sumOfRows(graph, probabilities, words, targets);
  const ids = new Int32Array(WORDS);
  const places = new Int32Array(WORDS * targets);
  const times = new Float32Array(WORDS);
  const less = new Float32Array(WORDS * targets);
  const idInput = graph.input(I32, [WORDS], ids);
  const placeInput = graph.input(I32, [WORDS * targets], places);
  const timesInput = graph.input(F32, [WORDS, 1], times);
  const lessInput = graph.input(F32, [WORDS, targets], less);
  graph.pause(() => {
    const standing = standingWords(graph.read(sum, new Float32Array(words)), labels, WORDS);
    ids.set(standing.words);
    times.set(standing.times);
    const placeOf = new Map([...standing.words].map((word, index) => [word, index]));
    labels.forEach((label, target) => {
      for (let index = 0; index < WORDS; index += 1)
        places[target * WORDS + index] = target * words + (ids[index] ?? 0);
      less[target * WORDS + (placeOf.get(label) ?? 0)] = 1;
    });
    graph.change(idInput, ids);
    graph.change(placeInput, places);
    graph.change(timesInput, times);
    graph.change(lessInput, less);
  });
  const flat = graph.reshape2d(probabilities, 1, words * targets);
  const standing = graph.reshape2d(graph.getRows(flat, placeInput), WORDS, targets);
  const shares = graph.scale(graph.sub(graph.mul(standing, timesInput), lessInput), scale);
  return graph.outProd(graph.getRows(head.weight, idInput), graph.transpose(shares));
}

/** Row by row: an outer product with ones would go down columns of rows that compete for the cache (apart.ts). */
function sumOfRows(graph: Graph, of: Pointer, columns: number, rows: number): Pointer {
  const row = (index: number): Pointer =>
    graph.view2d(of, columns, 1, columns * NUMBER_BYTES, index * columns * NUMBER_BYTES);
  const sum = graph.scale(row(0), 1);
  for (let index = 1; index < rows; index += 1) graph.addInPlace(sum, row(index));
  graph.output(sum);
  return sum;
}

/**
 * Words that stand for all, at most `most`, and how many times each counts: labels and the likeliest once. The same for the same numbers.
 * `sums`: each word's probability, over all targets.
 */
export function standingWords(
  sums: Float32Array,
  labels: Int32Array,
  most: number,
): { words: Int32Array; times: Float32Array } {
  const words = sums.length;
  const isTaken = new Uint8Array(words);
  for (const label of labels) isTaken[label] = 1;
  const likely = Math.max(0, (most >> 1) - new Set(labels).size);
  const bound = words <= most ? -1 : nthLargest(sums, likely);
  const found: number[] = [];
  const times: number[] = [];
  let rest = 0;
  sums.forEach((sum, word) => {
    if (sum > bound) isTaken[word] = 1;
    if (isTaken[word] === 0) {
      rest += sum;
      return;
    }
    found.push(word);
    times.push(1);
  });
  // One sample for each equal piece of what the rest share, so that a word's chance is as its share is (systematic sampling).
  const piece = rest / (most - found.length);
  let reached = piece / 2;
  for (let word = 0; word < words && piece > 0; word += 1) {
    if (isTaken[word] === 1) continue;
    const sum = sums[word] ?? 0;
    reached -= sum;
    if (reached > 0) continue;
    const samples = Math.floor(-reached / piece) + 1;
    reached += samples * piece;
    found.push(word);
    times.push((samples * piece) / sum);
  }
  return { words: Int32Array.from(found), times: Float32Array.from(times) };
}

/** Floats that are not negative are ordered as their bits are: those with the same upper half are a few, and are sorted alone. */
function nthLargest(values: Float32Array, n: number): number {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const counts = new Uint32Array(1 << 16);
  for (const each of bits) counts[each >>> 16] = (counts[each >>> 16] ?? 0) + 1;
  let upper = counts.length - 1;
  let above = 0;
  while (upper > 0 && above + (counts[upper] ?? 0) <= n) {
    above += counts[upper] ?? 0;
    upper -= 1;
  }
  const same = values.filter((_, index) => (bits[index] ?? 0) >>> 16 === upper).sort();
  return same[same.length - 1 - (n - above)] ?? 0;
}
