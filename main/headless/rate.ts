/** A bucket of `burst` tokens that fills at `perSecond`. */
export interface Rate {
  /** 0 when one more is allowed now (and it is counted), else the milliseconds until it is. */
  take(): number;
}

export function createRate(burst: number, perSecond: number, now: () => number = () => performance.now()): Rate {
  let tokens = burst;
  let filledAt = now();
  return {
    take() {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) * perSecond) / 1_000);
      filledAt = at;
      if (tokens < 1) return Math.ceil(((1 - tokens) * 1_000) / perSecond);
      tokens -= 1;
      return 0;
    },
  };
}
