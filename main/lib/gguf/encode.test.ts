import { describe, expect, test } from "vitest";
import { encodeTensor, halfBits } from "./encode.ts";

describe("half precision", () => {
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [65_504, 0x7bff],
    [65_520, 0x7c00],
    [Infinity, 0x7c00],
    [NaN, 0x7e00],
    // The smallest normal and subnormal numbers, and what rounds to them or to nothing.
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -25, 0x0001],
    // Ties go to even: 1 + 1/2048 lies between 1 and 1 + 1/1024.
    [1 + 1 / 2_048, 0x3c00],
    [1 + 3 / 2_048, 0x3c02],
  ])("of %f", (value, bits) => {
    expect(halfBits(value)).toBe(bits);
  });
});

test("Q8_0 gives numbers back within half a step of each block's scale", () => {
  const values = Float32Array.from({ length: 64 }, (_, index) => Math.sin(index) * (index < 32 ? 1 : 100));
  const bytes = Buffer.from(encodeTensor("Q8_0", values));
  expect(bytes.length).toBe(68);
  for (const [index, value] of values.entries()) {
    const block = Math.floor(index / 32);
    const largest = Math.max(...values.subarray(block * 32, block * 32 + 32).map(Math.abs));
    const restored = bytes.readInt8(block * 34 + 2 + (index % 32)) * (largest / 127);
    expect(Math.abs(restored - value)).toBeLessThanOrEqual(largest / 127 / 2 + 1e-6);
  }
});

test("a block of nothing but zeros stays zeros", () => {
  expect(Buffer.from(encodeTensor("Q8_0", new Float32Array(32)))).toEqual(Buffer.alloc(34));
});
