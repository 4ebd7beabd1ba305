/**
 * How fast it goes of late. Steps that another program disturbed say nothing of the rest, as ggml's threads then wait for each other for
 * most of the time, and neither do those that the computer slept through.
 */
export interface Speed {
  /** `switches`: how often its threads were put aside for others meanwhile. */
  add(step: { tokens: number; seconds: number; switches: number }): void;
  /** null until something was added. */
  tokensPerSecond(): number | null;
}

/** The last so many steps. */
const WINDOW = 32;
/**
 * Involuntary context switches a second. A quiet machine has a few, from the system's own work; a busy one, where such threads are of the
 * lowest priority, some hundred.
 */
const DISTURBED_PER_SECOND = 50;
/** A step that took so many times as long as usual was no step: the computer slept. */
const ASLEEP = 20;
/** With fewer undisturbed ones than this share, being disturbed is how it is. */
const LEAST_QUIET = 0.25;

export function createSpeed(): Speed {
  const steps: { tokens: number; seconds: number; isDisturbed: boolean }[] = [];
  return {
    add({ tokens, seconds, switches }) {
      if (tokens === 0 || seconds <= 0) return;
      if (steps.length > 2 && seconds / tokens > ASLEEP * usual(steps)) return;
      steps.push({ tokens, seconds, isDisturbed: switches / seconds > DISTURBED_PER_SECOND });
      if (steps.length > WINDOW) steps.shift();
    },
    tokensPerSecond() {
      const quiet = steps.filter(({ isDisturbed }) => !isDisturbed);
      const counted = quiet.length >= steps.length * LEAST_QUIET ? quiet : steps;
      if (counted.length === 0) return null;
      const sum = (of: "tokens" | "seconds"): number => counted.reduce((total, step) => total + step[of], 0);
      return sum("tokens") / sum("seconds");
    },
  };
}

/** The median, in seconds a token. */
function usual(steps: readonly { tokens: number; seconds: number }[]): number {
  const sorted = steps.map(({ tokens, seconds }) => seconds / tokens).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

export interface Stopwatch {
  seconds(): number;
  /** Involuntary context switches of this process since then. */
  switches(): number;
}

/** The clock does not go on while a computer sleeps, but for some systems'. */
export function startStopwatch(): Stopwatch {
  const began = performance.now();
  const before = process.resourceUsage().involuntaryContextSwitches;
  return {
    seconds: () => (performance.now() - began) / 1_000,
    switches: () => process.resourceUsage().involuntaryContextSwitches - before,
  };
}
