import { setTimeout as sleep } from "node:timers/promises";

/**
 * One call into llama.cpp at a time, in the order asked: there is one worker for all of them (see environment.ts), and chats that
 * write at the same time take turns token by token instead of sharing a batch. A batch of two gives other numbers than two batches of
 * one, and then an answer could not be run again exactly.
 */
export interface Turns {
  /** `context` is what the call works on. */
  take<T>(context: object, run: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let lastContext: object | null = null;

  async function runAfter<T>(before: Promise<unknown>, context: object, run: () => Promise<T>): Promise<T> {
    await before;
    // A context holds on to its share of the threads until its next timer: without this pause the other one gets half of them.
    if (lastContext !== null && lastContext !== context) await sleep(1);
    lastContext = context;
    return run();
  }

  return {
    take(context, run) {
      const turn = runAfter(last, context, run);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
