import { AppError } from "#main/rpc/errors.ts";

/** What is wrong with a line, a row or a conversation; whoever knows the file and the line makes a DATA_INVALID of it. */
export class DataProblem extends Error {}

/** `line` from 1; null where the whole file is meant. `problem`: a clause, "it is empty". */
export function invalidData(file: string, line: number | null, problem: string, cause?: unknown): AppError {
  const where = line === null ? "" : `, line ${line.toLocaleString("en")}`;
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
  return new AppError("DATA_INVALID", `${file}${where}: ${sentence}`, { file, line, problem: sentence }, { cause });
}
