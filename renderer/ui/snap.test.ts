import { expect, it } from "vitest";
import { snap } from "./snap.ts";

it("brings a typed number to the nearest step inside the ends, without dust behind the point", () => {
  expect(snap(0.83, 0, 1.5, 0.05)).toBe(0.85);
  expect(snap(0.1 + 0.2, 0, 1.5, 0.05)).toBe(0.3);
  expect(snap(9, 0, 1.5, 0.05)).toBe(1.5);
  expect(snap(-1, 0, 1.5, 0.05)).toBe(0);
  expect(snap(17.4, 15, 22, 1)).toBe(17);
});
