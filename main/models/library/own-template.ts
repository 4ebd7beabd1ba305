import { runInNewContext } from "node:vm";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import type { TemplateProblem } from "../presets/contract.ts";
import { checkTemplate } from "../presets/template-check.ts";
import { textOf } from "./metadata.ts";

/** A real template takes milliseconds. It runs in the inspector's thread, where other files wait for it. */
const TIME_LIMIT_MS = 3_000;

/**
 * Why the chat template in a file cannot be used; null where it can, or there is none. Tried without the model's words, because what
 * decides does not depend on them and a large vocabulary takes long to read.
 */
export function ownTemplateFault(header: GgufHeader, timeLimitMs = TIME_LIMIT_MS): TemplateProblem | null {
  const text = textOf(header, "tokenizer.chat_template");
  if (text === null || text.trim() === "") return null;
  const words = { bos: "<s>", eos: "</s>", has: null };
  const check = endedAfter(timeLimitMs, () => checkTemplate(text, words));
  if (check === null) return { kind: "endless" };
  return check.usable ? null : (check.problems[0] ?? null);
}

/** What `work` gives; null where it took longer. Only a script of its own can be ended from within the thread that it holds. */
function endedAfter<T>(timeLimitMs: number, work: () => T): T | null {
  try {
    return runInNewContext("work()", { work }, { timeout: timeLimitMs }) as T;
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

/** It is an Error of the script's own realm, and so none of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
