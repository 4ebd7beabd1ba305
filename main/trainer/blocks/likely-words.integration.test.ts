import { expect, it } from "vitest";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { startGgml } from "../ggml/ggml.ts";
import { createGraph, F32 } from "../ggml/graph.ts";
import { openMachine } from "../ggml/machine.ts";
import { createStore } from "../ggml/store.ts";
import { standingWords, throughLikelyWords } from "./likely-words.ts";

const SIZE = { words: 300, dimensions: 32, targets: 5 };

function softMax(row: Float32Array): Float32Array {
  const sum = row.reduce((all, value) => all + Math.exp(value), 0);
  return row.map((value) => Math.exp(value) / sum);
}

it("gives the gradient that all words together give", async () => {
  const { words, dimensions, targets } = SIZE;
  const ggml = startGgml();
  const random = randomValues(3);
  const rows = random(words * dimensions, 1);
  const logits = random(words * targets, 3);
  const labels = Int32Array.of(4, 299, 0, 17, 4);
  using machine = openMachine(1);
  using store = createStore(machine.bufferType, 1);
  const weight = store.add(F32, dimensions, words);
  await store.allocate();
  ggml.set(weight, rows, 0, rows.byteLength);
  using graph = createGraph(machine, 128);
  const probabilities = graph.softMax(graph.input(F32, [words, targets], logits), null, 1, 0);
  const head = { weight, dimensions, words, transposed: null, softCap: null };
  const gradient = throughLikelyWords(graph, head, probabilities, labels, 1);
  graph.output(gradient);
  await graph.allocate();
  await graph.compute();
  const is = graph.read(gradient, new Float32Array(dimensions * targets));

  labels.forEach((label, target) => {
    const shares = softMax(logits.subarray(target * words, (target + 1) * words));
    shares[label] = (shares[label] ?? 0) - 1;
    for (let dimension = 0; dimension < dimensions; dimension += 1) {
      const expected = shares.reduce((sum, share, word) => sum + share * (rows[word * dimensions + dimension] ?? 0), 0);
      expect(is[target * dimensions + dimension]).toBeCloseTo(expected, 3);
    }
  });
});

it("counts labels and likely words once, and lets samples stand for the rest in proportion", () => {
  const words = 10_000;
  const random = randomValues(5);
  const one = softMax(random(words, 2));
  const other = softMax(random(words, 2));
  const both = one.map((share, word) => share + (other[word] ?? 0));
  const labels = Int32Array.of(7, 9_999);
  const standing = standingWords(both, labels, 500);
  expect(standing.words.length).toBeLessThanOrEqual(500);
  expect(new Set(standing.words).size).toBe(standing.words.length);
  for (const label of labels) expect(standing.times[standing.words.indexOf(label)]).toBe(1);
  // The likeliest of the two hundred and some that count once are those that are.
  const order = Array.from(both.keys()).toSorted((a, b) => (both[b] ?? 0) - (both[a] ?? 0));
  for (const word of order.slice(0, 248)) expect(standing.times[standing.words.indexOf(word)]).toBe(1);
  // What all stand for is the whole probability, of each target and of any part of the vocabulary.
  for (const row of [one, other]) {
    const share = standing.words.reduce((sum, word, index) => sum + (row[word] ?? 0) * (standing.times[index] ?? 0), 0);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.1);
  }
});

it("takes all words of a small vocabulary as they are", () => {
  const { words, times } = standingWords(Float32Array.of(0.5, 0.3, 0.2), Int32Array.of(1), 8);
  expect([...words]).toEqual([0, 1, 2]);
  expect([...times]).toEqual([1, 1, 1]);
});
