import { readFileSync } from "node:fs";

/** Memory that a process and those it started keep for themselves, in bytes: shared pages count in parts (PSS). Linux. */
export function residentBytes(pid: number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return kilobytes * 1_024 + children.reduce((sum, child) => sum + residentBytes(child), 0);
}

/** Empty where there is none: another system, or the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
