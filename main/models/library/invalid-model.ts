import { basename } from "node:path";
import { asSentence } from "#main/lib/sentence.ts";
import { AppError } from "#main/rpc/errors.ts";

/** A file that is no model, or none that can be used. `problem` is a clause: "it is empty". */
export function invalidModel(path: string, problem: string): AppError<"MODEL_INVALID"> {
  const file = basename(path);
  const sentence = asSentence(problem);
  return new AppError("MODEL_INVALID", `${file} cannot be used. ${sentence}`, { file, problem: sentence });
}
