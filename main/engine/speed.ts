/** How fast tokens come now: over the last ones, so that it follows what a person sees. */
export interface SpeedMeter {
  /** One token came at `atMs` (performance.now()). */
  note(atMs: number): void;
  /** Over the last tokens; null before there are two. */
  now(): number | null;
  /** From the first token to the last. */
  overall(): number | null;
}

const WINDOW = 32;

export function createSpeedMeter(): SpeedMeter {
  let times: number[] = [];
  let firstMs: number | null = null;
  let lastMs = 0;
  let count = 0;
  return {
    note(atMs) {
      times = [...times.slice(1 - WINDOW), atMs];
      firstMs ??= atMs;
      lastMs = atMs;
      count += 1;
    },
    now: () => perSecond(times.length - 1, lastMs - (times[0] ?? lastMs)),
    overall: () => perSecond(count - 1, lastMs - (firstMs ?? lastMs)),
  };
}

function perSecond(tokens: number, ms: number): number | null {
  return tokens > 0 && ms > 0 ? (tokens / ms) * 1_000 : null;
}
