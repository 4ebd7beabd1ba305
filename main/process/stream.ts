/** Events of work that never waits for their reader. When the work fails, so does reading, after what came before. */
export function createStream<T>(work: (emit: (event: T) => void) => Promise<void>): AsyncGenerator<T, void, void> {
  const events: T[] = [];
  let wake: (() => void) | null = null;
  let ended = false;
  let failure: { error: unknown } | null = null;

  function notify(): void {
    wake?.();
    wake = null;
  }

  const done = work((event) => {
    events.push(event);
    notify();
  }).then(
    () => {
      ended = true;
      notify();
    },
    (error: unknown) => {
      ended = true;
      failure = { error };
      notify();
    },
  );

  return (async function* () {
    for (;;) {
      const event = events.shift();
      if (event !== undefined) {
        yield event;
        continue;
      }
      if (ended) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    await done;
    if (failure) throw (failure as { error: unknown }).error;
  })();
}
