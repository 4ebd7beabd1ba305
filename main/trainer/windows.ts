import { AppError } from "#main/rpc/errors.ts";
import type { LoadedModel } from "./ggml/model.ts";

/**
 * Pieces of a text as a model reads them: each stands alone, with the vocabulary's beginning in front where it has one. What is learnt
 * from a text is not judged on the same pages: the last quarter, at most `JUDGED` windows, is for judging.
 */
export interface Windows {
  readonly toLearn: readonly Int32Array[];
  readonly toJudge: readonly Int32Array[];
  /** Both are the same window: the text is too short for two. */
  readonly isShared: boolean;
}

/** As llama.cpp's own tools read: figures of other lengths cannot be compared with theirs. */
export const WINDOW_TOKENS = 512;
/** Fewer say nothing. */
const LEAST_TOKENS = 64;
/** 16,000 tokens: llama.cpp's imatrix gets little better with more, and a large model takes a second for each ten. */
const LEARNT = 32;
const JUDGED = 4;

/** Throws INVALID_INPUT when the text is too short. */
export function cutWindows(model: LoadedModel, text: string): Windows {
  const windows = windowsOf(model, text);
  const judged = Math.min(JUDGED, Math.max(1, Math.round(windows.length / 4)));
  const isShared = windows.length === 1;
  const toJudge = windows.slice(-judged);
  return { toLearn: isShared ? windows : windows.slice(0, -judged), toJudge, isShared };
}

function windowsOf(model: LoadedModel, text: string): Int32Array[] {
  const { llama, vocabulary, trainedContextTokens } = model;
  const bytes = Buffer.from(text);
  const tokens = new Int32Array(bytes.length + 8);
  // Without special tokens: what looks like one in a text is text.
  const count = llama.tokenize(vocabulary, bytes, bytes.length, tokens, tokens.length, false, false);
  if (count < LEAST_TOKENS) throw tooShort(Math.max(0, count));
  const beginning = llama.addsBeginning(vocabulary) ? [llama.beginning(vocabulary)] : [];
  const most = Math.min(WINDOW_TOKENS, trainedContextTokens || WINDOW_TOKENS) - beginning.length;
  const used = Math.min(count, most * (LEARNT + JUDGED));
  // Evenly: a short rest at the end would be judged with little before it.
  const step = Math.ceil(used / Math.ceil(used / most));
  const windows: Int32Array[] = [];
  for (let from = 0; from < used; from += step) {
    windows.push(Int32Array.from([...beginning, ...tokens.subarray(from, Math.min(from + step, used))]));
  }
  return windows;
}

function tooShort(tokens: number): AppError {
  const problem = `The text has ${String(tokens)} tokens. At least ${String(LEAST_TOKENS)} are needed, some 50 words`;
  return new AppError("INVALID_INPUT", `${problem}.`, { problem });
}
