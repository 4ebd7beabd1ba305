/** Whether `work` ended, well or not, within `timeoutMs`. For leaving: nothing may keep a program open for ever. */
export async function endsWithin(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  const end = work.then(
    () => true,
    () => true,
  );
  const ended = await Promise.race([end, limit]);
  clearTimeout(timer);
  return ended;
}
