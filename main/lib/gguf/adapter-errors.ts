import { basename, dirname } from "node:path";
import { asSentence } from "#main/lib/sentence.ts";
import { AppError } from "#main/rpc/errors.ts";

/** Errors of adapters. `problem` is a clause where it goes on "it …", and is shown as a sentence. */
export function unusableWith(adapter: string, model: string, problem: string): AppError<"ADAPTER_INVALID"> {
  const sentence = asSentence(problem);
  const message = `${adapter} does not work with ${model}. ${sentence}`;
  return new AppError("ADAPTER_INVALID", message, { adapter, model, problem: sentence });
}

export function unreadable(path: string, problem: string): AppError<"ADAPTER_UNREADABLE"> {
  const file = namedFile(path);
  const sentence = asSentence(problem);
  return new AppError("ADAPTER_UNREADABLE", `${file} cannot be used as an adapter. ${sentence}`, {
    file,
    problem: sentence,
  });
}

/** Files of PEFT adapters are all called the same; the folder has the name that people know. */
function namedFile(path: string): string {
  const file = basename(path);
  return /^adapter_(model|config)\./.test(file) ? `${basename(dirname(path))}/${file}` : file;
}

export function conflict(problem: string): AppError<"CONFLICT"> {
  return new AppError("CONFLICT", `This cannot be done now. ${problem}`, { problem });
}
