import { expect, it } from "vitest";
import { quantisation } from "./contract.ts";
import { FILE_TYPES, isOriginal, typesFor } from "./types.ts";

it("knows the file type of every name, each another", () => {
  expect(Object.keys(FILE_TYPES)).toEqual(quantisation.options);
  expect(new Set(Object.values(FILE_TYPES)).size).toBe(quantisation.options.length);
});

it("offers all but the model's own type, and suggests a few", () => {
  const types = typesFor("F16");
  expect(types.some(({ type }) => type === "F16")).toBe(false);
  expect(types.filter(({ suggested }) => suggested).map(({ type }) => type)).toContain("Q4_K_M");
});

it("takes Q8_0 for an original, and Q4_K_M for rounded", () => {
  expect(isOriginal("Q8_0")).toBe(true);
  expect(isOriginal("Q4_K_M")).toBe(false);
  // What cannot be told is not taken for one.
  expect(isOriginal("")).toBe(false);
});
