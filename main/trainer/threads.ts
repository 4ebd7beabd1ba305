import { watchFreeCores } from "#main/lib/free-cores.ts";

/** Threads for long work behind what the person does: as many as there are cores that others leave free. */
export interface FreeThreads extends Disposable {
  now(): number;
  /** Resolves when it is known what others leave free: until then, a second, `now` says 1. */
  areKnown(): Promise<void>;
  /** No more than these from now on. */
  limit(maxThreads: number): void;
}

/** ggml's threads wait for each other at every step: one more than there are free cores halves the speed and more. */
const NEARLY_FREE = 0.25;
const LOOK_AGAIN_MS = 50;

export function createFreeThreads(maxThreads: number): FreeThreads {
  const cores = watchFreeCores();
  let most = maxThreads;
  return {
    now: () => Math.max(1, Math.min(most, Math.floor((cores.now() ?? 1) + NEARLY_FREE))),
    async areKnown() {
      while (cores.now() === null) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    },
    limit(maxThreads) {
      most = maxThreads;
    },
    [Symbol.dispose]: () => cores.stop(),
  };
}
