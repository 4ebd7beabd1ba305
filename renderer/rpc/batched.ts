/**
 * The stream's events as lists, for streams of many: the first comes at once, then all that come within `forMs` together, so that a page
 * draws once for them.
 */
export async function* batched<Event>(stream: AsyncIterable<Event>, forMs: number): AsyncGenerator<Event[], void> {
  const events = stream[Symbol.asyncIterator]();
  let readyAt = 0;
  let next = events.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done === true) return;
      const held = [first.value];
      next = events.next();
      const full = wait(readyAt - performance.now());
      // Asked of the clock as well: a stream that never pauses would not let the timer run.
      while (performance.now() < readyAt) {
        const one = await Promise.race([next, full]);
        if (one === null) break;
        if (one.done === true) {
          yield held;
          return;
        }
        held.push(one.value);
        next = events.next();
      }
      yield held;
      readyAt = performance.now() + forMs;
    }
  } finally {
    // Whoever left does not hear of what comes after.
    next.catch(() => undefined);
    void events.return?.();
  }
}

function wait(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), Math.max(0, ms)));
}
