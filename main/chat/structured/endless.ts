import type { Grammatical } from "./keywords.ts";

/**
 * Names of definitions that no finite text fits: a person who must have a parent who is a person, or two that only refer to each other. A
 * grammar of them would never let an answer end.
 */
export function endlessDefinitions(definitions: Readonly<Record<string, Grammatical>>): string[] {
  const ending = new Set<string>();
  for (let before = -1; before !== ending.size;) {
    before = ending.size;
    for (const [name, schema] of Object.entries(definitions)) if (canEnd(schema, ending)) ending.add(name);
  }
  return Object.keys(definitions).filter((name) => !ending.has(name));
}

function canEnd(schema: Grammatical, ending: ReadonlySet<string>): boolean {
  const { $ref, oneOf, type, properties, prefixItems, items, minItems } = schema;
  if (typeof $ref === "string") return ending.has($ref.slice("#/$defs/".length));
  if (Array.isArray(oneOf)) return (oneOf as Grammatical[]).some((one) => canEnd(one, ending));
  if (type === "object") {
    return Object.values((properties ?? {}) as Record<string, Grammatical>).every((one) => canEnd(one, ending));
  }
  if (type !== "array") return true;
  const fixed = (prefixItems ?? []) as Grammatical[];
  const needsItem = typeof minItems === "number" && minItems > fixed.length && items !== undefined;
  return fixed.every((one) => canEnd(one, ending)) && (!needsItem || canEnd(items as Grammatical, ending));
}
