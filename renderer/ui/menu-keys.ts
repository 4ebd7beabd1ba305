/**
 * Which item of a menu a key leads to, from `at` (-1: none), and what has been typed so far; null when the key means nothing
 * here. Letters look for the next item whose name begins with what was typed.
 */
export function itemFor(
  key: string,
  at: number,
  names: readonly string[],
  typed: string,
): { index: number; typed: string } | null {
  const count = names.length;
  if (count === 0) return null;
  switch (key) {
    case "ArrowDown":
      return { index: (at + 1) % count, typed: "" };
    case "ArrowUp":
      return { index: at <= 0 ? count - 1 : at - 1, typed: "" };
    case "Home":
      return { index: 0, typed: "" };
    case "End":
      return { index: count - 1, typed: "" };
  }
  // A space presses the item, unless it stands inside a name that is being typed.
  if (key.length !== 1 || (key === " " && typed === "")) return null;
  const text = (typed + key).toLowerCase();
  const from = typed === "" ? at + 1 : Math.max(at, 0);
  for (let step = 0; step < count; step++) {
    const index = (from + step) % count;
    if (names[index]?.trim().toLowerCase().startsWith(text)) return { index, typed: text };
  }
  return null;
}
