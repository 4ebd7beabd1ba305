/**
 * Chooses how many threads compute, from how long tokens take. ggml's threads wait for each other at barriers many times a token: one
 * thread more than there are free cores does not cost a little, it costs half of the speed and more; and a small model is
 * bound by memory, so that fewer threads can be faster on a quiet machine too. So it measures: now and then it tries a
 * neighbouring count for a few tokens, stays if that was clearly faster, and asks less often the longer nothing changes.
 */
export interface Governor {
  /** Threads for the next call. */
  readonly threads: number;
  /** How long that call took for each of its tokens. */
  note(msPerToken: number): void;
  /** Counts above are no longer tried. */
  limit(maxThreads: number): void;
}

/** The decision after one more measurement; pure, so that it can be tested against simulated machines. */
export interface GovernorState {
  readonly counts: readonly number[];
  /** Index into `counts` of the count that is settled on. */
  readonly settled: number;
  /** Last measurements there, oldest first. */
  readonly times: readonly number[];
  /** Median there when it was last compared: a large change means that the machine has changed. */
  readonly expected: number | null;
  readonly trial: { readonly at: number; readonly times: readonly number[] } | null;
  /** Measurements until the next trial, and between trials while nothing changes. */
  readonly patience: number;
  readonly interval: number;
  /** Direction of the next trial. */
  readonly upNext: boolean;
}

export interface GovernorOptions {
  /** Measurements that a median is taken of. */
  window: number;
  /** Measurements of a trial; one more is made first and thrown away, threads have to wake up. */
  trial: number;
  firstInterval: number;
  longestInterval: number;
}

export const DECODING: GovernorOptions = { window: 9, trial: 4, firstInterval: 12, longestInterval: 384 };
export const READING: GovernorOptions = { window: 3, trial: 1, firstInterval: 3, longestInterval: 48 };

/** A trial has to be this much faster, or it is noise. */
const CLEARLY_FASTER = 0.94;
/** A settled count this much slower or faster than expected: the load has changed, look again soon. */
const CHANGED = 1.25;
/** A single measurement in a trial this much slower ends it. */
const HOPELESS = 1.6;

export function createGovernor(maxThreads: number, options: GovernorOptions): Governor {
  let state = startState(maxThreads, options);
  return {
    get threads() {
      return threadsOf(state);
    },
    note(msPerToken) {
      state = nextState(state, msPerToken, options);
    },
    limit(maxThreads) {
      if (maxThreads !== state.counts.at(-1)) state = startState(maxThreads, options);
    },
  };
}

/** Begins with all of them: right on a quiet machine, and found out within a dozen tokens on a busy one. */
export function startState(maxThreads: number, options: GovernorOptions): GovernorState {
  const counts = threadCounts(maxThreads);
  return {
    counts,
    settled: counts.length - 1,
    times: [],
    expected: null,
    trial: null,
    patience: options.window,
    interval: options.firstInterval,
    upNext: false,
  };
}

export function threadsOf(state: GovernorState): number {
  return state.counts[state.trial?.at ?? state.settled] ?? 1;
}

export function nextState(state: GovernorState, msPerToken: number, options: GovernorOptions): GovernorState {
  return state.trial ? nextInTrial(state, state.trial, msPerToken, options) : nextSettled(state, msPerToken, options);
}

function nextSettled(state: GovernorState, ms: number, options: GovernorOptions): GovernorState {
  const times = [...state.times, ms].slice(-options.window);
  const patience = state.patience - 1;
  const next = { ...state, times, patience };
  if (times.length < options.window) return next;
  const median = medianOf(times);
  const changed = state.expected !== null && (median > state.expected * CHANGED || median < state.expected / CHANGED);
  if (!changed && patience > 0) return next;
  const interval = changed ? options.firstInterval : state.interval;
  const at = neighbour(state);
  if (at === null) return { ...next, expected: median, patience: interval, interval };
  return { ...next, expected: median, interval, trial: { at, times: [] } };
}

function nextInTrial(
  state: GovernorState,
  trial: { readonly at: number; readonly times: readonly number[] },
  ms: number,
  options: GovernorOptions,
): GovernorState {
  const times = [...trial.times, ms];
  const settledMs = medianOf(state.times);
  const measured = times.slice(1);
  const hopeless = measured.some((time) => time > settledMs * HOPELESS);
  if (!hopeless && measured.length < options.trial) return { ...state, trial: { at: trial.at, times } };

  const isUp = trial.at > state.settled;
  if (!hopeless && medianOf(measured) < settledMs * CLEARLY_FASTER) {
    // On in the same direction, soon: the best count may be further away.
    return {
      ...state,
      settled: trial.at,
      times: measured,
      expected: medianOf(measured),
      trial: null,
      patience: options.firstInterval,
      interval: options.firstInterval,
      upNext: isUp,
    };
  }
  // The other direction is asked at once after the first one, then both rest for twice as long as before.
  const interval = Math.min(state.interval * 2, options.longestInterval);
  return { ...state, trial: null, patience: interval, interval, upNext: !isUp };
}

function neighbour(state: GovernorState): number | null {
  const up = state.settled + 1 < state.counts.length ? state.settled + 1 : null;
  const down = state.settled > 0 ? state.settled - 1 : null;
  return state.upNext ? (up ?? down) : (down ?? up);
}

/** Every count up to 8, then in steps of about a fourth: 64 cores are not 64 questions. */
export function threadCounts(maxThreads: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < maxThreads; count = count < 8 ? count + 1 : Math.ceil(count * 1.25)) counts.push(count);
  return [...counts, Math.max(1, maxThreads)];
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
}
