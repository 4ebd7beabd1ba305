/** A speed that several lanes share. */
export interface SpeedLimit {
  /** null: as fast as can be. Holds from the next bytes on. */
  set(bytesPerSecond: number | null): void;
  /** For how many ms nothing more shall be read after these bytes. */
  waitAfter(bytes: number): number;
}

/** Reads come in pieces of up to a megabyte: a debt of less than this is not worth a pause. */
const QUANTUM_MS = 5;
/** What was not used may be caught up with, but not more than this. */
const BURST_MS = 250;

export function createSpeedLimit(first: number | null, now: () => number = () => performance.now()): SpeedLimit {
  let limit = first;
  /** Until then everything that has come is paid for. */
  let paidUntil = now();
  return {
    set(bytesPerSecond) {
      limit = bytesPerSecond;
      paidUntil = now();
    },
    waitAfter(bytes) {
      if (limit === null || limit <= 0) return 0;
      const at = now();
      paidUntil = Math.max(paidUntil, at - BURST_MS) + (bytes / limit) * 1_000;
      const debt = paidUntil - at;
      return debt > QUANTUM_MS ? debt : 0;
    },
  };
}
