import { expect, test } from "vitest";
import { parseAddress } from "./address.ts";

const of = (text: string) => parseAddress(text, "mirror.example:8080");

test.each([
  ["https://huggingface.co/Qwen/Qwen3-8B-GGUF", "Qwen/Qwen3-8B-GGUF", null, null],
  ["huggingface.co/Qwen/Qwen3-8B-GGUF/", "Qwen/Qwen3-8B-GGUF", null, null],
  ["hf.co/Qwen/Qwen3-8B-GGUF:q4_k_m", "Qwen/Qwen3-8B-GGUF", null, "Q4_K_M"],
  ["Qwen/Qwen3-8B-GGUF", "Qwen/Qwen3-8B-GGUF", null, null],
  ["Qwen/Qwen3-8B-GGUF:Q8_0", "Qwen/Qwen3-8B-GGUF", null, "Q8_0"],
  ["https://huggingface.co/a/b/blob/main/x-Q4_K_M.gguf", "a/b", "x-Q4_K_M.gguf", null],
  ["https://huggingface.co/a/b/resolve/main/sub/x%20y.gguf?download=true", "a/b", "sub/x y.gguf", null],
  ["https://huggingface.co/a/b/tree/main", "a/b", null, null],
  ["http://mirror.example:8080/a/b", "a/b", null, null],
])("%s", (text, repository, file, quantisation) => {
  expect(of(text)).toEqual({ repository, file, quantisation });
});

test.each([
  "",
  "gemma",
  "a letter to / my landlord",
  "https://example.org/a/b",
  "https://huggingface.co.evil.example/a/b",
  "https://huggingface.co/datasets/a/b",
  "../..",
  "/etc/passwd",
  "C:\\models\\a.gguf",
  "javascript:alert(1)//a/b",
])("not %s", (text) => {
  expect(of(text)).toBeNull();
});
