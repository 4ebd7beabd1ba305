/** A guess from less than this is worse than none. */
const SHOWN_AFTER_MS = 3_000;
/** Speed is taken over this time, so that the guess follows a change of pace and does not jump about. */
const WINDOW_MS = 20_000;

/** Works out the time left from how fast the fraction grew. Times are of one steady clock, in milliseconds. */
export interface TimeLeft {
  /** The time left at `now`, or null while it cannot be known. `fraction` 0 to 1, null where the amount is not known. */
  at(now: number, fraction: number | null): number | null;
}

export function createTimeLeft(): TimeLeft {
  let seen: { time: number; fraction: number }[] = [];
  let startedAt: number | null = null;
  return {
    at(now, fraction) {
      startedAt ??= now;
      if (fraction === null) {
        seen = [];
        return null;
      }
      const last = seen.at(-1);
      // A new step that counts from the start again says nothing about the one before.
      if (last && fraction < last.fraction) {
        seen = [];
        startedAt = now;
      }
      seen.push({ time: now, fraction });
      // The oldest kept is the last one outside of the window.
      while (seen.length > 2 && now - (seen[1]?.time ?? now) > WINDOW_MS) seen.shift();
      const first = seen[0];
      if (now - startedAt < SHOWN_AFTER_MS || !first || fraction <= first.fraction) return null;
      return Math.round(((1 - fraction) * (now - first.time)) / (fraction - first.fraction));
    },
  };
}
