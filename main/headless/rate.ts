/** A bucket of `burst` tokens that fills at `perSecond`. */
export interface Rate {
  /** Whether one more is allowed now; it is counted if so. */
  allows(): boolean;
  /** Counts one more, allowed or not. The milliseconds until the bucket is out of debt, 0 when it is not in any. */
  charge(): number;
}

export function createRate(burst: number, perSecond: number, now: () => number = () => performance.now()): Rate {
  let tokens = burst;
  let filledAt = now();
  function fill(): void {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) * perSecond) / 1_000);
    filledAt = at;
  }
  return {
    allows() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    charge() {
      fill();
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil((-tokens * 1_000) / perSecond);
    },
  };
}
