import { medianOf } from "./median.ts";

/**
 * Chooses how many threads compute, from how long tokens take. ggml's threads wait for each other at barriers many times a token: one
 * thread more than there are free cores does not cost a little, it costs half of the speed and more; and a small model is
 * bound by memory, so that fewer threads can be faster on a quiet machine too. So it measures: now and then it tries a
 * neighbouring count for a few tokens, stays if that was clearly faster, and asks less often the longer nothing changes.
 */
export interface Governor {
  /** Threads for the next call. */
  readonly threads: number;
  /** The same when somebody waits for just this call: a look around is put off, and only a change of the machine is followed up. */
  threadsNow(): number;
  /** That call took so long for each of its tokens, and in all. */
  note(msPerToken: number, tookMs: number): void;
  /**
   * Cores that others leave free, as an answer begins. Only a change from the last time counts: where to stay is measured. Cores that are
   * free again are taken back at once: short prompts would be read with too few for ever, since nobody looks around with them.
   */
  hint(freeCores: number): void;
  /** Counts above are no longer tried. */
  limit(maxThreads: number): void;
}

export interface GovernorState {
  readonly counts: readonly number[];
  /** Index into `counts` of the count that is settled on. */
  readonly settled: number;
  /** The one that was right until others took cores; null when none was left because of them. */
  readonly before: number | null;
  /** Last measurements there, oldest first. */
  readonly times: readonly number[];
  /** How long all of these measurements took. */
  readonly spentMs: number;
  /** Median there when it was last compared: a large change means that the machine has changed. */
  readonly expected: number | null;
  readonly trial: Trial | null;
  /** Measurements until the next trial, and between trials while nothing changes. */
  readonly patience: number;
  readonly interval: number;
  /** Direction of the next trial. */
  readonly upNext: boolean;
}

export interface Trial {
  readonly at: number;
  readonly times: readonly number[];
  readonly spentMs: number;
  /** The machine has changed; otherwise it is only a look around. */
  readonly isUrgent: boolean;
}

export interface GovernorOptions {
  /** Measurements that are compared with a trial. */
  readonly window: number;
  /** Measurements of a trial. */
  readonly trial: number;
  readonly firstInterval: number;
  readonly longestInterval: number;
}

export const DECODING: GovernorOptions = { window: 7, trial: 4, firstInterval: 16, longestInterval: 512 };
export const READING: GovernorOptions = { window: 3, trial: 1, firstInterval: 3, longestInterval: 48 };

/** A trial has to be this much faster, or it is noise. */
const CLEARLY_FASTER = 0.94;
/** A settled count this much slower or faster than expected: the load has changed, look again now. */
const CHANGED = 1.35;
/** Of so many, more than half have to say so: single tokens are slow for many reasons. */
const RECENT = 5;
/** A single measurement in a trial this much slower ends it. */
const HOPELESS = 2;
/** Nobody waits for more measurements when a few already take this long. */
const LONG_MS = 400;

export function createGovernor(maxThreads: number, options: GovernorOptions): Governor {
  let state = startState(maxThreads, options);
  let lastFreeCores = maxThreads;
  return {
    get threads() {
      return threadsOf(state);
    },
    threadsNow() {
      if (state.trial?.isUrgent === false) state = { ...state, trial: null, patience: options.firstInterval };
      return threadsOf(state);
    },
    note(msPerToken, tookMs) {
      state = nextState(state, msPerToken, tookMs, options);
    },
    hint(freeCores) {
      const areBack = state.before !== null && Math.round(freeCores) > (state.counts[state.settled] ?? 1);
      if (!areBack && Math.abs(freeCores - lastFreeCores) < 0.6) return;
      lastFreeCores = freeCores;
      state = stateAfterHint(state, freeCores, options);
    },
    limit(maxThreads) {
      if (maxThreads !== state.counts.at(-1)) state = startState(maxThreads, options);
    },
  };
}

/** Begins with all of them: right on a quiet machine, and found out within a dozen tokens on a busy one. */
export function startState(maxThreads: number, options: GovernorOptions): GovernorState {
  const counts = threadCounts(maxThreads);
  return settleAt(counts, counts.length - 1, options);
}

export function threadsOf(state: GovernorState): number {
  return state.counts[state.trial?.at ?? state.settled] ?? 1;
}

/** The decision after one more measurement. */
export function nextState(
  state: GovernorState,
  msPerToken: number,
  tookMs: number,
  options: GovernorOptions,
): GovernorState {
  return state.trial
    ? nextInTrial(state, state.trial, msPerToken, tookMs, options)
    : nextSettled(state, msPerToken, tookMs, options);
}

export function stateAfterHint(state: GovernorState, freeCores: number, options: GovernorOptions): GovernorState {
  const most = Math.max(1, Math.round(freeCores));
  const fitting = state.counts.findLastIndex((count) => count <= most);
  if (fitting < state.settled) {
    // One thread more than there are free cores can take seconds for a token: with nothing below to try, that is asked seldom.
    const patience = fitting <= 0 ? options.longestInterval : options.firstInterval * 2;
    const before = Math.max(state.before ?? 0, state.settled);
    return { ...settleAt(state.counts, Math.max(0, fitting), options), before, patience, interval: patience };
  }
  if (fitting === state.settled) return state;
  if (state.before !== null) {
    const back = Math.min(state.before, fitting);
    return { ...settleAt(state.counts, back, options), before: back < state.before ? state.before : null };
  }
  return { ...state, trial: null, patience: 1, interval: options.firstInterval, upNext: true };
}

function nextSettled(state: GovernorState, ms: number, tookMs: number, options: GovernorOptions): GovernorState {
  const times = [...state.times, ms].slice(-options.window);
  const spentMs = state.spentMs + tookMs;
  const patience = state.patience - 1;
  const next = { ...state, times, spentMs, patience };
  const recent = medianOf(times.slice(-RECENT));
  const changed =
    state.expected !== null &&
    (times.length >= RECENT || spentMs >= LONG_MS) &&
    (recent > state.expected * CHANGED || recent < state.expected / CHANGED);
  const enough = times.length >= options.window || (times.length >= 2 && spentMs >= LONG_MS);
  if (!changed && (!enough || patience > 0)) return next;
  // After a change, what was measured before it says nothing.
  const comparable = changed ? times.slice(-RECENT) : times;
  const slower = changed && recent > (state.expected ?? recent);
  const at = neighbour(state, slower);
  const interval = changed && at !== null ? options.firstInterval : state.interval;
  const settled = { ...next, times: comparable, spentMs: 0, expected: medianOf(comparable), interval };
  return at === null
    ? { ...settled, patience: interval }
    : { ...settled, trial: { at, times: [], spentMs: 0, isUrgent: changed } };
}

function nextInTrial(
  state: GovernorState,
  trial: Trial,
  ms: number,
  tookMs: number,
  options: GovernorOptions,
): GovernorState {
  const times = [...trial.times, ms];
  const spentMs = trial.spentMs + tookMs;
  const settledMs = medianOf(state.times);
  const hopeless = ms > settledMs * HOPELESS;
  const enough = times.length >= options.trial || spentMs >= LONG_MS;
  if (!hopeless && !enough) return { ...state, trial: { ...trial, times, spentMs } };

  const isUp = trial.at > state.settled;
  if (!hopeless && medianOf(times) < settledMs * CLEARLY_FASTER) {
    // On in the same direction, soon: the best count may be further away. Where we came from is known for now.
    const isLast = isUp ? trial.at === state.counts.length - 1 : trial.at === 0;
    const patience = isLast ? options.firstInterval : 1;
    const before = trial.isUrgent && !isUp ? Math.max(state.before ?? 0, state.settled) : null;
    return { ...settleAt(state.counts, trial.at, options), before, patience, upNext: isUp };
  }
  // Then the other direction, and both less often than before.
  const interval = Math.min(state.interval * 2, options.longestInterval);
  return { ...state, trial: null, patience: interval, interval, upNext: !isUp };
}

function settleAt(counts: readonly number[], settled: number, options: GovernorOptions): GovernorState {
  const { firstInterval } = options;
  const nothing = { times: [], spentMs: 0, expected: null, trial: null };
  return { ...nothing, counts, settled, before: null, patience: 1, interval: firstInterval, upNext: false };
}

/** When it became slower somebody wants cores: only fewer threads are asked. */
function neighbour(state: GovernorState, slower: boolean): number | null {
  const up = state.settled + 1 < state.counts.length ? state.settled + 1 : null;
  const down = state.settled > 0 ? state.settled - 1 : null;
  if (slower) return down;
  return state.upNext ? (up ?? down) : (down ?? up);
}

/** Every count up to 8, then in steps of about a fourth: 64 cores are not 64 questions. */
export function threadCounts(maxThreads: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < maxThreads; count = count < 8 ? count + 1 : Math.ceil(count * 1.25)) counts.push(count);
  return [...counts, Math.max(1, maxThreads)];
}
