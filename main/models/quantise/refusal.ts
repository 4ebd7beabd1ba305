import { AppError } from "#main/rpc/errors.ts";
import type { ModelRecord } from "../store.ts";
import { isOriginal } from "./types.ts";

const KINDS: Readonly<Record<string, string>> = {
  adapter: "is an adapter. Make a smaller copy of the model that it was made for.",
  projector: "is the part of another model that reads images.",
  vocabulary: "holds only a vocabulary, and nothing that could be made smaller.",
};

/** What can be made smaller at all. Throws CONFLICT with the reason, or the model's own problem. */
export function checkSource(record: ModelRecord): ModelRecord {
  if (record.problem !== null) {
    throw new AppError(record.problem.code, record.problem.message, record.problem.data);
  }
  const reason = KINDS[record.facts.kind];
  if (reason !== undefined) throw conflict(`${record.name} ${reason}`);
  return record;
}

/** Rounding what was rounded before. Throws CONFLICT unless the person has said that they want it. */
export function checkOriginal(record: ModelRecord, again: boolean): void {
  if (again || isOriginal(record.facts.quantisation)) return;
  throw conflict(
    `${record.name} is quantised already (${record.facts.quantisation}). What was rounded once and is rounded again loses more than a copy made from the original (F16, BF16 or Q8_0), at the same size.`,
  );
}

export function takesText(record: ModelRecord): boolean {
  return record.facts.kind === "chat" || record.facts.kind === "base";
}

function conflict(problem: string): AppError {
  return new AppError("CONFLICT", problem, { problem });
}
