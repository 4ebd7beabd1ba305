import { totalMemory } from "#main/lib/total-memory.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Run } from "./run.ts";

/** With less than this share of it left, the system begins to take memory from programs. */
const SHORT_SHARE = 0.04;
/** With less than this it begins to end them, and a training is the largest: it ends by itself, whole. */
const GONE_SHARE = 0.015;
/** Steps in a row: another program's start takes a moment. */
const STEPS_GONE = 3;

/** What a run knows of the computer's memory. */
export interface MemoryWatch {
  /** It was said that memory is short, and still is. */
  readonly isShort: boolean;
  /** Steps in a row behind which next to nothing was free. */
  readonly stepsGone: number;
}

export const ENOUGH: MemoryWatch = { isShort: false, stepsGone: 0 };

/** After a step: says when memory gets short. True: it is used up, and the run should be saved and end. */
export function watchMemory(run: Run): boolean {
  const { step } = run.progress;
  const freeBytes = run.parts.freeMemoryBytes();
  const isShort = freeBytes < SHORT_SHARE * totalMemory();
  if (isShort && !run.memory.isShort) run.emit({ type: "notice", notice: { kind: "low-memory", step, freeBytes } });
  const stepsGone = freeBytes < GONE_SHARE * totalMemory() ? run.memory.stepsGone + 1 : 0;
  run.memory = { isShort, stepsGone };
  return stepsGone >= STEPS_GONE;
}

export function memoryGone({ progress, parts }: Run): AppError {
  const { step } = progress;
  const freeBytes = parts.freeMemoryBytes();
  const free = `${(freeBytes / 1e6).toFixed(0)} MB`;
  const message = `The computer's memory is used up (${free} are free): the training stopped after step ${String(step)} and was saved. Close other programs, and let it go on.`;
  return new AppError("MEMORY_SHORT", message, { step, freeBytes });
}
