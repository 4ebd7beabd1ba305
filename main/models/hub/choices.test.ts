import { expect, test } from "vitest";
import { choicesOf, findChoice, quantisationOf } from "./choices.ts";

const file = (path: string, sizeBytes = 10) => ({ path, sizeBytes, sha256: "" });

test.each([
  ["Qwen3-8B-Q4_K_M.gguf", "Q4_K_M"],
  ["qwen2.5-coder-7b-instruct-q4_k_m.gguf", "Q4_K_M"],
  ["gpt-oss-20b-mxfp4.gguf", "MXFP4"],
  ["model-UD-IQ2_XXS.gguf", "UD-IQ2_XXS"],
  ["Llama-3.2-1B-Instruct-f16.gguf", "F16"],
  ["BF16/x-00001-of-00002.gguf", "BF16"],
  ["Q8_0/x-Q8_0-00001-of-00002.gguf", "Q8_0"],
  ["tiny.gguf", "tiny"],
])("%s is %s", (path, quantisation) => {
  expect(quantisationOf(path)).toBe(quantisation);
});

test("parts are one model, an incomplete one is none, projectors are told apart", () => {
  const choices = choicesOf([
    file("big-Q8_0-00002-of-00002.gguf"),
    file("big-Q8_0-00001-of-00002.gguf"),
    file("cut-Q6_K-00001-of-00003.gguf"),
    file("small-Q4_K_M.gguf", 5),
    file("mmproj-x-F16.gguf", 1),
    file("imatrix_x.gguf"),
    file("README.md"),
  ]);
  expect(
    choices.map(({ quantisation, kind, files, sizeBytes }) => [quantisation, kind, files.length, sizeBytes]),
  ).toEqual([
    ["F16", "projector", 1, 1],
    ["Q4_K_M", "model", 1, 5],
    ["Q8_0", "model", 2, 20],
  ]);
  expect(findChoice(choices, null, "q8_0")?.files[0]?.path).toBe("big-Q8_0-00001-of-00002.gguf");
  expect(findChoice(choices, "big-Q8_0-00002-of-00002.gguf", null)?.quantisation).toBe("Q8_0");
  expect(findChoice(choices, null, null)?.quantisation).toBe("Q4_K_M");
  expect(findChoice(choices, null, "Q2_K")).toBeUndefined();
});
