import { expect, it } from "vitest";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { startGgml } from "../ggml/ggml.ts";
import { createGraph, F32 } from "../ggml/graph.ts";
import { openMachine } from "../ggml/machine.ts";
import { createStore } from "../ggml/store.ts";
import { likelyWords, throughLikelyWords } from "./likely-words.ts";

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
  using graph = createGraph(machine, 64);
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

it("takes the labels first, then the likeliest", () => {
  const probabilities = Float32Array.of(0.5, 0.3, 0.2, 0, 0, 0.1, 0.2, 0.7, 0, 0);
  expect([...likelyWords(probabilities, 5, Int32Array.of(4, 4), 3)].toSorted()).toEqual([0, 2, 4]);
  expect([...likelyWords(probabilities, 5, Int32Array.of(0, 2), 9)].toSorted()).toEqual([0, 1, 2]);
});
