import { describe, expect, test } from "vitest";
import { clipGradients, createOptimizer } from "./optimizer.ts";

/** Printed by torch.optim.AdamW and clip_grad_norm_ of PyTorch 2.13 for the same numbers: weight decay 0.1, norm at most 1. */
const STEPS = [
  { rate: 1e-2, gradients: [0.1, -0.2, 3, 0], norm: 3.008321762084961 },
  { rate: 5e-3, gradients: [-0.4, 0.5, 1e-6, 0], norm: 0.6403124332427979 },
  { rate: 2e-2, gradients: [2, 2, -1, 1e-4], norm: 3 },
  { rate: 1e-3, gradients: [0, 0.3, 0.3, 0.3], norm: 0.5196152329444885 },
];
const AFTER = [
  [0.4895000159740448, -1.2387499809265137, 1.9880000352859497, 0],
  [0.49268585443496704, -1.2413774728775024, 1.9836556911468506, 0],
  [0.4862227439880371, -1.2551406621932983, 1.9739185571670532, -0.012769638560712337],
  [0.4859497547149658, -1.2558377981185913, 1.9733343124389648, -0.013349547982215881],
];
const MEAN = [0.030023256316781044, 0.1256534308195114, 0.07269840687513351, 0.030003001913428307];
const SQUARE = [0.0006047816132195294, 0.0007879065815359354, 0.0011924940627068281, 9.000000864034519e-5];

function near(actual: Float32Array, expected: readonly number[], share = 2e-6): void {
  for (const [at, value] of expected.entries()) {
    expect(Math.abs((actual[at] ?? Number.NaN) - value)).toBeLessThanOrEqual(Math.abs(value) * share + 1e-9);
  }
}

describe("AdamW", () => {
  test("takes the steps of PyTorch's, with clipping, decay and a rate that changes", () => {
    const values = Float32Array.of(0.5, -1.25, 2, 0);
    const optimizer = createOptimizer(4, 0.1);
    for (const [at, { rate, gradients, norm }] of STEPS.entries()) {
      const given = Float32Array.from(gradients);
      expect(clipGradients(given, 1)).toBeCloseTo(norm, 6);
      optimizer.step(values, given, { learningRate: rate, update: at + 1 });
      near(values, AFTER[at] ?? []);
    }
    near(optimizer.mean, MEAN);
    near(optimizer.square, SQUARE);
  });

  test("decays what gets no gradient, and nothing without decay", () => {
    const values = Float32Array.of(1);
    createOptimizer(1, 0.5).step(values, Float32Array.of(0), { learningRate: 0.1, update: 1 });
    expect(values[0]).toBeCloseTo(0.95, 6);
    createOptimizer(1, 0).step(values, Float32Array.of(0), { learningRate: 0.1, update: 1 });
    expect(values[0]).toBeCloseTo(0.95, 6);
  });
});

describe("clipping", () => {
  test("shortens all alike to the norm, and leaves shorter ones alone", () => {
    const long = Float32Array.of(3, 4);
    expect(clipGradients(long, 1)).toBe(5);
    near(long, [0.6, 0.8], 1e-5);
    const short = Float32Array.of(0.3, 0.4);
    expect(clipGradients(short, 1)).toBeCloseTo(0.5, 6);
    near(short, [0.3, 0.4]);
  });

  test("never with 0", () => {
    const gradients = Float32Array.of(30, 40);
    expect(clipGradients(gradients, 0)).toBe(50);
    near(gradients, [30, 40]);
  });

  test.each([Number.NaN, Infinity])("says that %s is among them", (value) => {
    expect(clipGradients(Float32Array.of(1, value), 1)).not.toSatisfy(Number.isFinite);
  });

  test("adds up large ones without overflowing", () => {
    expect(clipGradients(Float32Array.of(3e30, 4e30), 1)).toBeCloseTo(5e30, -25);
  });
});
