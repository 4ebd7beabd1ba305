import { readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Below normal, so that typing never stutters while a model writes. On Linux priority belongs to each thread, and new ones take that of
 * the thread that starts them: those that exist already are set one by one.
 */
export function lowerPriority(): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  try {
    setPriority(PRIORITY_BELOW_NORMAL);
    if (process.platform !== "linux") return;
    for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), PRIORITY_BELOW_NORMAL);
  } catch {
    // Not allowed in some containers. Nothing depends on it but comfort.
  }
}
