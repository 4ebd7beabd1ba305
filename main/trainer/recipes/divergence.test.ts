import { expect, it } from "vitest";
import { compareLogits, createDivergence } from "./divergence.ts";

const logits = (...probabilities: number[]): Float32Array => Float32Array.from(probabilities, Math.log);

it("finds no divergence between a model and itself, whatever its logits are offset by", () => {
  const model = logits(0.7, 0.2, 0.1);
  const { kl, originalLoss, copyLoss, isSame } = compareLogits(
    model,
    model.map((logit) => logit + 40),
    1,
  );
  expect(kl).toBeCloseTo(0, 6);
  expect(originalLoss).toBeCloseTo(-Math.log(0.2), 6);
  expect(copyLoss).toBeCloseTo(-Math.log(0.2), 5);
  expect(isSame).toBe(true);
});

it("is the sum of p (log p - log q), from the original's side", () => {
  const { kl, isSame } = compareLogits(logits(0.75, 0.25), logits(0.25, 0.75), 0);
  expect(kl).toBeCloseTo(0.75 * Math.log(3) - 0.25 * Math.log(3), 6);
  expect(isSame).toBe(false);
});

it("does not overflow with logits of hundreds", () => {
  const { kl, copyLoss } = compareLogits(Float32Array.of(800, 0), Float32Array.of(0, 800), 0);
  expect(kl).toBeCloseTo(800, 3);
  expect(copyLoss).toBeCloseTo(800, 3);
});

it("gives perplexities, the mean divergence with its error, and how often the choice is the same", () => {
  const divergence = createDivergence();
  divergence.add(logits(0.5, 0.5), logits(0.5, 0.5), 0);
  divergence.add(logits(0.75, 0.25), logits(0.25, 0.75), 0);
  const half = Math.log(3) / 2;
  const result = divergence.result();
  expect(divergence.places).toBe(2);
  expect(result.originalPerplexity).toBeCloseTo(Math.exp(-(Math.log(0.5) + Math.log(0.75)) / 2), 5);
  expect(result.klDivergence).toBeCloseTo(half / 2, 6);
  expect(result.klError).toBeCloseTo(half / 2, 6);
  expect(result.sameChoice).toBe(0.5);
});
