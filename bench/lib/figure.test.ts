import { expect, test } from "vitest";
import { holds, toLine } from "./figure.ts";

test("a goal is met at its bound and missed beyond it", () => {
  expect(holds(0.97, { op: ">=", value: 0.97 })).toBe(true);
  expect(holds(0.9699, { op: ">=", value: 0.97 })).toBe(false);
  expect(holds(10, { op: "<=", value: 10 })).toBe(true);
  expect(holds(10.01, { op: "<=", value: 10 })).toBe(false);
  expect(holds(1, { op: "=", value: 0 })).toBe(false);
});

test("a value that could not be measured never meets a goal", () => {
  for (const op of ["<=", ">=", "="] as const) expect(holds(Number.NaN, { op, value: 0 })).toBe(false);
});

test("rounding for print does not lift a figure over its goal", () => {
  const line = toLine("decode", { metric: "ratio", value: 0.969_96, unit: "ratio", goal: { op: ">=", value: 0.97 } });
  expect(line).toEqual({
    bench: "decode",
    metric: "ratio",
    value: 0.97,
    unit: "ratio",
    reference: null,
    goal: ">= 0.97",
    holds: false,
  });
});

test("a figure without a goal is reported without a verdict", () => {
  expect(toLine("start", { metric: "ms", value: 812.25, unit: "ms", reference: 0.123_456 })).toMatchObject({
    value: 812.3,
    reference: 0.1235,
    goal: null,
    holds: null,
  });
});
