import { availableParallelism, cpus } from "node:os";

/** Cores that other programs leave free, over the last second or two. */
export interface FreeCores {
  /** null until there are two looks to compare. */
  now(): number | null;
  stop(): void;
}

const LOOK_MS = 1_000;

export function watchFreeCores(): FreeCores {
  let last = look();
  let free: number | null = null;
  const timer = setInterval(() => {
    const next = look();
    const wallMs = next.atMs - last.atMs;
    const othersMs = Math.max(0, next.busyMs - last.busyMs - (next.ownMs - last.ownMs));
    free = Math.max(0, availableParallelism() - othersMs / wallMs);
    last = next;
  }, LOOK_MS);
  timer.unref();
  return { now: () => free, stop: () => clearInterval(timer) };
}

function look(): { atMs: number; busyMs: number; ownMs: number } {
  let busyMs = 0;
  for (const { times } of cpus()) busyMs += times.user + times.nice + times.sys + times.irq;
  const own = process.cpuUsage();
  return { atMs: performance.now(), busyMs, ownMs: (own.user + own.system) / 1_000 };
}
