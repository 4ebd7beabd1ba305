import type { FreeCores } from "#main/lib/free-cores.ts";
import { createGovernor, DECODING, type Governor, READING } from "./governor.ts";

/** The threads of one engine: measured and chosen separately for reading (bound by arithmetic) and writing (bound by memory). */
export interface Threads {
  /** Those of the last call. */
  readonly current: number;
  /** Runs one call with the threads chosen for its kind, or with exactly `fixed`; `tokens` is how many it works on. */
  run<T>(kind: Kind, tokens: number, fixed: number | null, call: (threads: number) => Promise<T>): Promise<T>;
  /** An answer begins: looks at how busy the machine is before anything is measured. */
  begin(): void;
  limit(maxThreads: number): void;
}

/**
 * `answering`: reading the end of a prompt, which gives the first word of an answer. `checking`: a token with a guess of those after it;
 * it takes as long as its length, and says nothing of how fast tokens come.
 */
export type Kind = "reading" | "answering" | "writing" | "checking";

/** `wanted`: a number of the user's, or "auto" for the governor. */
export function createThreads(maxThreads: number, wanted: number | "auto", freeCores: FreeCores): Threads {
  const governors: Record<"reading" | "writing", Governor> = {
    reading: createGovernor(maxThreads, READING),
    writing: createGovernor(maxThreads, DECODING),
  };
  let most = maxThreads;
  let current = wanted === "auto" ? maxThreads : wanted;
  return {
    get current() {
      return current;
    },
    async run(kind, tokens, fixed, call) {
      const governor =
        fixed === null && wanted === "auto"
          ? governors[kind === "writing" || kind === "checking" ? "writing" : "reading"]
          : null;
      current =
        (kind === "answering" || kind === "checking" ? governor?.threadsNow() : governor?.threads) ??
        fixed ??
        (wanted === "auto" ? most : Math.min(most, wanted));
      const startMs = performance.now();
      const result = await call(current);
      const tookMs = performance.now() - startMs;
      if (kind !== "checking") governor?.note(tookMs / tokens, tookMs);
      return result;
    },
    begin() {
      const free = freeCores.now();
      if (free === null) return;
      governors.reading.hint(free);
      governors.writing.hint(free);
    },
    limit(maxThreads) {
      most = maxThreads;
      governors.reading.limit(maxThreads);
      governors.writing.limit(maxThreads);
    },
  };
}
