import type { Head } from "../frozen.ts";
import { F32, type Graph, I32 } from "../ggml/graph.ts";
import type { Pointer } from "../ggml/library.ts";

/** Rows that stand for all words in one chunk of targets: half of them likely ones, half samples of the rest. */
const WORDS = 4_096;

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
  const ids = new Int32Array(WORDS);
  const shares = new Float32Array(WORDS * targets);
  const idInput = graph.input(I32, [WORDS], ids);
  const shareInput = graph.input(F32, [WORDS, targets], shares);
  graph.pause(() => {
    const numbers = graph.numbers(probabilities, head.words * targets);
    const standing = standingWords(numbers, head.words, labels, WORDS);
    ids.set(standing.words);
    for (let target = 0; target < targets; target += 1) {
      const row = numbers.subarray(target * head.words, (target + 1) * head.words);
      standing.words.forEach((word, index) => {
        const less = word === labels[target] ? 1 : 0;
        shares[target * WORDS + index] = ((row[word] ?? 0) * (standing.times[index] ?? 0) - less) * scale;
      });
    }
    graph.change(idInput, ids);
    graph.change(shareInput, shares);
  });
  return graph.outProd(graph.getRows(head.weight, idInput), graph.transpose(shareInput));
}

/** Words that stand for all, at most `most`, and how many times each counts: labels and the likeliest once. The same for the same numbers. */
export function standingWords(
  probabilities: Float32Array,
  words: number,
  labels: Int32Array,
  most: number,
): { words: Int32Array; times: Float32Array } {
  const sums = new Float32Array(words);
  for (let from = 0; from < probabilities.length; from += words) {
    for (let word = 0; word < words; word += 1) sums[word] = (sums[word] ?? 0) + (probabilities[from + word] ?? 0);
  }
  const wanted = new Set(labels);
  const likely = Math.max(0, (most >> 1) - wanted.size);
  const bound = words <= most ? -1 : (sums.slice().sort()[words - likely - 1] ?? 0);
  const found = new Map<number, number>();
  let rest = 0;
  sums.forEach((sum, word) => {
    if (sum > bound || wanted.has(word)) found.set(word, 1);
    else rest += sum;
  });
  // One sample for each equal piece of what the rest share, so that a word's chance is as its share is (systematic sampling).
  const piece = rest / (most - found.size);
  let reached = piece / 2;
  for (let word = 0; word < words && piece > 0; word += 1) {
    if (found.has(word)) continue;
    const sum = sums[word] ?? 0;
    reached -= sum;
    if (reached > 0) continue;
    const samples = Math.floor(-reached / piece) + 1;
    reached += samples * piece;
    found.set(word, (samples * piece) / sum);
  }
  return { words: Int32Array.from(found.keys()), times: Float32Array.from(found.values()) };
}
