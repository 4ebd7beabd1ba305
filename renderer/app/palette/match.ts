/**
 * How well a name answers what was typed: the higher the better, 0 not at all. Every word typed must begin a word of the name
 * or stand inside it; the beginning of the name counts most.
 */
export function match(name: string, typed: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = name.toLowerCase();
  let score = 1;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at === -1) return 0;
    const beginsWord = at === 0 || text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word));
    score += at === 0 ? 4 : beginsWord ? 2 : 1;
  }
  return score;
}

/** The names that answer, the best first; in their own order where they answer alike. */
export function matching<Item extends { name: string }>(items: readonly Item[], typed: string, most: number): Item[] {
  return items
    .map((item) => ({ item, score: match(item.name, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ item }) => item);
}
