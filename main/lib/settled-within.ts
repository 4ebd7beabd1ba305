/** Waits until all have settled, at most `timeoutMs`. Never rejects. */
export async function settledWithin(promises: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), timeoutMs);
  await Promise.race([Promise.allSettled(promises), late.promise]);
  clearTimeout(timer);
}
