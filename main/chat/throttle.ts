/** Acts at once when nothing happened for `intervalMs`, else at the end of the interval: at most once in each. */
export interface Throttle {
  /** There is something to act on. */
  request(): void;
  /** Acts now if something waits. */
  flush(): void;
  /** Forgets what waits. */
  cancel(): void;
}

/** `leading: false` always waits a whole interval: for saving, where the first moment has nothing worth a write. */
export function createThrottle(intervalMs: number, act: () => void, { leading = true } = {}): Throttle {
  let timer: NodeJS.Timeout | undefined;
  let lastAt = -Infinity;

  function run(): void {
    timer = undefined;
    lastAt = Date.now();
    act();
  }

  return {
    request() {
      if (timer) return;
      const waitMs = leading ? lastAt + intervalMs - Date.now() : intervalMs;
      // A clock that was set back must not hold anything up for longer than an interval.
      if (waitMs <= 0) run();
      else timer = setTimeout(run, Math.min(waitMs, intervalMs));
    },
    flush() {
      if (!timer) return;
      clearTimeout(timer);
      run();
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
