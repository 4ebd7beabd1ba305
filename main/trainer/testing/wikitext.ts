import { readFileSync } from "node:fs";
import type { Example } from "../network.ts";

/**
 * The first 512 tokens of WikiText-2's validation text as the sample model reads them (the first is its beginning), and what llama.cpp
 * says of the 511 that follow one. Written by write-wikitext.ts. PyTorch in F32, with the file's weights dequantised: 3.08231 (special) and
 * 2.55087 (plain).
 */
export interface WikitextReference {
  /** Of the first 6,000 characters, in UTF-8. */
  readonly textSha256: string;
  /** Of the sample model (Gemma 3 270M, Q4_K_M) whose losses these are. */
  readonly modelSha256: string;
  /** "<unk>" in the text read as the special token of that name; this is how transformers reads it. */
  readonly special: WikitextLosses;
  /** As text, which is how the engine and the trainer read what people give them. */
  readonly plain: WikitextLosses;
}

/** Mean negative log-likelihoods in nats. */
export interface WikitextLosses {
  readonly ids: readonly number[];
  /** Keys and values in F32, no flash attention, weights not repacked. */
  readonly exactLoss: number;
  /** As llama.cpp is set when nothing is said: F16, flash attention, repacked weights. */
  readonly usualLoss: number;
  /** Of `exactLoss`: the loss of token 1, 2 and so on. */
  readonly tokenLosses: readonly number[];
}

export function readWikitext(): WikitextReference {
  return JSON.parse(readFileSync(new URL("fixtures/wikitext.json", import.meta.url), "utf8")) as WikitextReference;
}

/** All its tokens, each but the first to be guessed. */
export function wholeText(ids: ArrayLike<number>): Example {
  return { ids: Int32Array.from(ids), targets: Int32Array.from({ length: ids.length - 1 }, (_, index) => index) };
}
