/**
 * One call into llama.cpp at a time, in the order asked: there is one worker for all of them (see environment.ts), and chats that
 * write at the same time take turns token by token instead of sharing a batch. A batch of two gives other numbers than two batches of
 * one, and then an answer could not be run again exactly.
 */
export interface Turns {
  take<T>(run: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(run) {
      const turn = last.then(run);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
