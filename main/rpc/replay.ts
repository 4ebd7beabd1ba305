import { createChannel } from "#main/lib/channel.ts";

type Unnumbered<E> = E extends unknown ? Omit<E, "seq"> : never;

/**
 * Numbered events of one thing (a chat, a run), the last `capacity` of them kept, so that a reader that was away for a moment
 * goes on where it stopped instead of receiving everything again.
 */
export interface Replay<E extends { seq: number }> {
  readonly lastSeq: number;
  /** Gives the event the next number, keeps it and hands it to everybody who watches. */
  publish(event: Unnumbered<E>): E;
  /**
   * `fromSeq` is the last number the reader has seen. With it, when nothing was lost since: what came after. Otherwise (null, too
   * old, or of an earlier start of the app) the first event is `snapshot()`, numbered with the last event that it contains.
   * The reader is registered at the first `next`, in the same turn as the snapshot is taken: no event is lost or doubled.
   */
  watch(fromSeq: number | null, snapshot: () => Unnumbered<E>, signal?: AbortSignal): AsyncGenerator<E, void>;
  /** Ends every watch. */
  close(): void;
}

const CAPACITY = 1_000;

export function createReplay<E extends { seq: number }>(capacity = CAPACITY): Replay<E> {
  const kept: E[] = [];
  const channel = createChannel<E>();
  let lastSeq = firstSeq();

  function after(fromSeq: number | null): E[] | null {
    if (fromSeq === null || fromSeq > lastSeq || fromSeq < lastSeq - kept.length) return null;
    return kept.slice(kept.length - (lastSeq - fromSeq));
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    publish(event) {
      lastSeq += 1;
      const numbered = { ...event, seq: lastSeq } as unknown as E;
      kept.push(numbered);
      if (kept.length > capacity) kept.shift();
      channel.publish(numbered);
      return numbered;
    },
    async *watch(fromSeq, snapshot, signal) {
      const live = channel.subscribe(signal);
      try {
        yield* after(fromSeq) ?? [{ ...snapshot(), seq: lastSeq } as unknown as E];
        yield* live;
      } finally {
        void live.return?.();
      }
    },
    close: () => channel.close(),
  };
}

/**
 * Numbers begin at the clock (microseconds), so that those of an earlier start of the app are always lower and never taken for
 * events of this one. Within a safe integer until the year 2255.
 */
function firstSeq(): number {
  return Date.now() * 1_000;
}
