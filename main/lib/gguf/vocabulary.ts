import { GGUF_LIMITS } from "./limits.ts";
import { readGgufHeader } from "./read.ts";

/** A model's words, in the order of their numbers. */
export interface Vocabulary {
  readonly words: readonly string[];
  readonly bos: string;
  readonly eos: string;
  /** Of the tokenizer ("gpt2", "llama"): the same words may be cut otherwise. */
  readonly kind: string;
}

/** All words, which the usual reading of a header passes over; the largest vocabularies take some 10 MB. */
const LIMITS = { ...GGUF_LIMITS, keptArrayItems: 1_048_576, keptBytes: 134_217_728 };

/** Throws MODEL_INVALID, NOT_FOUND. null: the file has no words. */
export async function readVocabulary(path: string): Promise<Vocabulary | null> {
  const { metadata } = await readGgufHeader(path, LIMITS);
  const words = metadata.get("tokenizer.ggml.tokens");
  if (!Array.isArray(words) || words.length === 0) return null;
  const texts = words.map(String);
  const wordOf = (key: string): string => {
    const index = metadata.get(key);
    return typeof index === "number" ? (texts[index] ?? "") : "";
  };
  return {
    words: texts,
    bos: wordOf("tokenizer.ggml.bos_token_id"),
    eos: wordOf("tokenizer.ggml.eos_token_id"),
    kind: String(metadata.get("tokenizer.ggml.model") ?? ""),
  };
}

/** Some families fill the vocabularies of their larger models up with unused words; llama.cpp allows for so many. */
const MOST_EXTRA_WORDS = 128;

/** Whether one model's tokens mean the same to the other. As common/speculative.cpp of llama.cpp compares them. */
export function isSameVocabulary(a: Vocabulary, b: Vocabulary): boolean {
  if (a.kind !== b.kind || a.bos !== b.bos || a.eos !== b.eos) return false;
  if (Math.abs(a.words.length - b.words.length) > MOST_EXTRA_WORDS) return false;
  const shared = Math.min(a.words.length, b.words.length);
  for (let index = 0; index < shared; index += 1) if (a.words[index] !== b.words[index]) return false;
  return true;
}
