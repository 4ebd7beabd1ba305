import { expect, test } from "vitest";
import { pageRanges } from "./page-ranges.ts";

test("pages that follow one another are one range, in their order and each once", () => {
  expect(pageRanges([])).toBe("");
  expect(pageRanges([14])).toBe("14");
  expect(pageRanges([31, 3, 1, 2, 2, 14, 15])).toBe("1–3, 14–15, 31");
});
