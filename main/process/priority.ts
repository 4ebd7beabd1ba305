import { readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";

/** "below-normal": typing never stutters while a model writes. "low": it writes as fast while something long runs behind it. */
export type LoweredPriority = "below-normal" | "low";

/**
 * Of this process and all its threads. On Linux priority belongs to each thread, and new ones take that of the thread that starts
 * them: those that exist already are set one by one.
 */
export function lowerPriority(to: LoweredPriority): void {
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
  const priority = to === "low" ? PRIORITY_LOW : PRIORITY_BELOW_NORMAL;
  try {
    setPriority(priority);
    if (process.platform !== "linux") return;
    for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), priority);
  } catch {
    // Not allowed in some containers. Nothing depends on it but comfort.
  }
}
