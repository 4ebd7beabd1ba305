/** Hands on what comes, and stops waiting `waitMs` after `signal` aborted: a child that hangs must not hold an answer open. */
export async function* untilGivenUp<T>(
  events: AsyncIterable<T>,
  signal: AbortSignal,
  waitMs: number,
): AsyncGenerator<T, void> {
  const iterator = events[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  const { promise: gaveUp, resolve: giveUp } = Promise.withResolvers<null>();
  const wait = () => {
    timer = setTimeout(() => giveUp(null), waitMs);
  };
  if (signal.aborted) wait();
  else signal.addEventListener("abort", wait, { once: true });
  try {
    for (;;) {
      const next = iterator.next();
      // A rejection that comes after giving up is nobody's business any more.
      next.catch(() => undefined);
      const result = await Promise.race([next, gaveUp]);
      if (result === null || result.done === true) return;
      yield result.value;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", wait);
    void iterator.return?.();
  }
}
