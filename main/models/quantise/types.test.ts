import { expect, it } from "vitest";
import { quantisation } from "./contract.ts";
import { FILE_TYPES, isOriginal, typesFor, usualFor } from "./types.ts";

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

it.each([
  ["F16", "Q4_K_M"],
  ["Q8_0", "Q4_K_M"],
  ["", "Q4_K_M"],
  ["Q4_K_M", "IQ3_M"],
  ["Q3_K_S", "IQ3_M"],
  ["IQ1_S", "Q4_K_M"],
])("begins with a type that makes %s smaller: %s", (own, usual) => {
  expect(usualFor(own)).toBe(usual);
});
