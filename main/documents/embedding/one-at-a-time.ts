/**
 * Runs what it is given one after the other, in the order of the calls; a failure is its caller's alone. Two models that make vectors at
 * once would each wait for the other's threads at every step, and both together take longer than one after the other.
 */
export function createOneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
