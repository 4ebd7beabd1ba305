import type { AdapterUse } from "#main/chat/contract.ts";

/** How strongly an adapter works when it is switched on: as it was trained. */
export const usualStrength = 1;
export const mostStrength = 2;
export const strengthStep = 0.05;

type Named = Readonly<Pick<AdapterUse, "adapterId" | "name">>;

/** On with this strength, in its place among those shown (`order`); off with null. */
export function withStrength(
  uses: readonly AdapterUse[],
  { adapterId, name }: Named,
  scale: number | null,
  order: readonly string[] = [],
): AdapterUse[] {
  if (scale === null) return uses.filter((use) => use.adapterId !== adapterId);
  const isOn = uses.some((use) => use.adapterId === adapterId);
  if (isOn) return uses.map((use) => (use.adapterId === adapterId ? { adapterId, name, scale } : use));
  const above = new Set(order.includes(adapterId) ? order.slice(0, order.indexOf(adapterId)) : order);
  const at = order.length === 0 ? uses.length : uses.findLastIndex((use) => above.has(use.adapterId)) + 1;
  return [...uses.slice(0, at), { adapterId, name, scale }, ...uses.slice(at)];
}

/** One place further up. */
export function movedUp(uses: readonly AdapterUse[], adapterId: string): AdapterUse[] {
  const at = uses.findIndex((use) => use.adapterId === adapterId);
  const use = uses[at];
  const before = uses[at - 1];
  if (use === undefined || before === undefined) return [...uses];
  return [...uses.slice(0, at - 1), use, before, ...uses.slice(at + 1)];
}

/** Those that are on in their order, then the others in theirs. */
export function inOrder<A extends { readonly id: string }>(adapters: readonly A[], uses: readonly AdapterUse[]): A[] {
  const place = (id: string) => {
    const at = uses.findIndex((use) => use.adapterId === id);
    return at < 0 ? uses.length : at;
  };
  return adapters.toSorted((a, b) => place(a.id) - place(b.id));
}

/**
 * As they stood before, so that nothing jumps when one is switched; those that came since at the end. Anew where those that are on have another
 * order by now.
 */
export function inKeptOrder<A extends { readonly id: string }>(
  adapters: readonly A[],
  uses: readonly AdapterUse[],
  before: readonly string[],
): A[] {
  const place = (id: string) => (before.includes(id) ? before.indexOf(id) : before.length);
  const places = uses.map((use) => place(use.adapterId));
  const isSame = places.every((each, index) => index === 0 || each >= (places[index - 1] ?? 0));
  const sorted = inOrder(adapters, uses);
  return isSame ? sorted.toSorted((a, b) => place(a.id) - place(b.id)) : sorted;
}
