import type { Head } from "../frozen.ts";
import { F32, type Graph, I32 } from "../ggml/graph.ts";
import type { Pointer } from "../ggml/library.ts";

/** Words of one chunk of targets whose rows are read: most of 262,144 have next to no probability anywhere. */
const WORDS = 4_096;
/** Less than this is never noticed. */
const LEAST = 1e-6;

/**
 * Cross-entropy's gradient by the rows before the head, through those words alone that are likely behind some target: a tenth of the time,
 * and no transposed copy of the head. Which words these are is known when the probabilities are there, so the graph pauses for it.
 * `probabilities`: [words, targets].
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
    const chosen = likelyWords(numbers, head.words, labels);
    ids.set(chosen);
    for (let target = 0; target < targets; target += 1) {
      const row = numbers.subarray(target * head.words, (target + 1) * head.words);
      chosen.forEach((word, index) => {
        const less = word === labels[target] ? 1 : 0;
        shares[target * WORDS + index] = ((row[word] ?? 0) - less) * scale;
      });
    }
    graph.change(idInput, ids);
    graph.change(shareInput, shares);
  });
  return graph.outProd(graph.getRows(head.weight, idInput), graph.transpose(shareInput));
}

/** The labels, and the words that are likeliest somewhere; at most `most` of them. */
export function likelyWords(
  probabilities: Float32Array,
  words: number,
  labels: Int32Array,
  most: number = WORDS,
): Int32Array {
  const greatest = new Float32Array(words);
  for (let from = 0; from < probabilities.length; from += words) {
    for (let word = 0; word < words; word += 1) {
      const probability = probabilities[from + word] ?? 0;
      if (probability > LEAST && probability > (greatest[word] ?? 0)) greatest[word] = probability;
    }
  }
  // More than any probability: labels are always among them.
  for (const label of labels) greatest[label] = 2;
  const noticed: number[] = [];
  greatest.forEach((probability, word) => {
    if (probability > 0) noticed.push(word);
  });
  if (noticed.length > most) {
    noticed.sort((a, b) => (greatest[b] ?? 0) - (greatest[a] ?? 0));
    noticed.length = most;
  }
  return Int32Array.from(noticed);
}
