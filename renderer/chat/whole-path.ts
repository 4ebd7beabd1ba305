import type { Message } from "#main/chat/contract.ts";

/** All messages of a path of which a page may know the newest alone, from the first on. */
export async function wholePath(
  shown: readonly Message[],
  readEarlier: (messageId: string) => Promise<Message[]>,
): Promise<readonly Message[]> {
  const [first] = shown;
  if (first === undefined || first.parentId === null) return shown;
  const earlier = await readEarlier(first.id);
  if (earlier.length === 0) return shown;
  return wholePath([...earlier, ...shown], readEarlier);
}
