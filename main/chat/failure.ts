import { AppError } from "#main/rpc/errors.ts";

export function engineCrashed(model: string, words: number): AppError<"ENGINE_CRASHED"> {
  const message = `The engine stopped while ${model} was writing. What was written is kept.`;
  return new AppError("ENGINE_CRASHED", message, { model, words });
}

export function interrupted(words: number): AppError<"INTERRUPTED"> {
  const message = "Cloister was closed while this answer was under way. What was written is kept.";
  return new AppError("INTERRUPTED", message, { words });
}
