import type { GgufField } from "./write.ts";
import { gguf } from "./write.ts";

/** `enum llama_token_attr`'s source in GGUF: the type of a token. */
const TOKEN = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 } as const;

export interface TinyVocabulary {
  tokens: string[];
  scores: number[];
  types: number[];
}

/** Pieces beside the bytes and letters: enough for tests to write short English and have it read in few tokens. */
const WORDS = ["▁the", "▁a", "▁is", "▁of", "▁and", "▁to", "▁in", "▁it", "▁you", "▁what", "th", "he", "in", "er", "an"];
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"()-/*#<>|_=+";

/**
 * A vocabulary of SentencePiece's kind: unknown, begin and end, all 256 bytes (so that any text can be read), letters, a few
 * words, `words` as one token each, and `controls` as control tokens.
 */
export function tinyVocabulary(words: readonly string[], controls: readonly string[]): TinyVocabulary {
  const vocabulary: TinyVocabulary = { tokens: [], scores: [], types: [] };
  const add = (token: string, score: number, type: number): void => {
    if (vocabulary.tokens.includes(token)) return;
    vocabulary.tokens.push(token);
    vocabulary.scores.push(score);
    vocabulary.types.push(type);
  };
  add("<unk>", 0, TOKEN.unknown);
  add("<s>", 0, TOKEN.control);
  add("</s>", 0, TOKEN.control);
  for (let byte = 0; byte < 256; byte++) {
    add(`<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`, 0, TOKEN.byte);
  }
  for (const control of controls) add(control, 0, TOKEN.control);
  // User-defined tokens are found in a text before it is split into pieces, so every one of these stays whole.
  for (const word of words) add(word, 0, TOKEN.userDefined);
  // Merges go by score: the later in the list, the later they are made.
  for (const [index, word] of WORDS.entries()) add(word, -1 - index, TOKEN.normal);
  for (const [index, letter] of ["▁", ...LETTERS].entries()) add(letter, -100 - index, TOKEN.normal);
  return vocabulary;
}

export function vocabularyFields(vocabulary: TinyVocabulary, endToken: string): Record<string, GgufField> {
  return {
    "tokenizer.ggml.model": gguf.string("llama"),
    "tokenizer.ggml.pre": gguf.string("default"),
    "tokenizer.ggml.tokens": gguf.strings(vocabulary.tokens),
    "tokenizer.ggml.scores": gguf.f32s(vocabulary.scores),
    "tokenizer.ggml.token_type": gguf.i32s(vocabulary.types),
    "tokenizer.ggml.bos_token_id": gguf.u32(vocabulary.tokens.indexOf("<s>")),
    "tokenizer.ggml.eos_token_id": gguf.u32(vocabulary.tokens.indexOf(endToken)),
    "tokenizer.ggml.unknown_token_id": gguf.u32(0),
    "tokenizer.ggml.add_bos_token": gguf.bool(true),
    "tokenizer.ggml.add_eos_token": gguf.bool(false),
    "tokenizer.ggml.add_space_prefix": gguf.bool(false),
  };
}
