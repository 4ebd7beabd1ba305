import { expect, test } from "vitest";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { modelName } from "./model-name.ts";

function named(fields: Record<string, string>, path = "/models/file-q4_k_m.gguf"): string {
  return modelName({ metadata: new Map(Object.entries(fields)) } as unknown as GgufHeader, path);
}

test.each([
  ["Gemma 3 270m", "Gemma 3 270M"],
  ["Qwen3 8b Instruct", "Qwen3 8B Instruct"],
  ["qwen3-30b-a3b", "qwen3-30B-A3B"],
  ["Mixtral 8x7b v0.1", "Mixtral 8x7B v0.1"],
  ["Gemma 3n e4b it", "Gemma 3n E4B it"],
  ["SmolLM2 1.7b (chat)", "SmolLM2 1.7B (chat)"],
  ["Phi 4 Mini", "Phi 4 Mini"],
  ["Model 4bit v2b1", "Model 4bit v2b1"],
])("sizes are written as the field writes them: %s", (written, shown) => {
  expect(named({ "general.name": written })).toBe(shown);
});

test("a name that says nothing gives way to the base model's with its size, and that to the file's, which stays as it is", () => {
  const base = { "general.basename": "Llama-3.1", "general.size_label": "8b" };
  expect(named({ "general.name": "models", ...base })).toBe("Llama-3.1 8B");
  expect(named({ "general.name": "hf" }, "/models/gemma-3-270m-q4_k_m.gguf")).toBe("gemma-3-270m-q4_k_m");
});

test("control characters and marks of direction are no part of a name", () => {
  expect(named({ "general.name": "Ada\u202e \n8b\u0000" })).toBe("Ada 8B");
});
