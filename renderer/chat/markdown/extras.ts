import { useSyncExternalStore, type ComponentType } from "react";
import type { Options } from "react-markdown";

type Plugin = NonNullable<Options["remarkPlugins"]>[number];

export interface FormulaProps {
  source: string;
  display: boolean;
}

/** What is too large to be there from the first frame: it is fetched when a text first holds something for it. */
interface Extras {
  highlight: Plugin | null;
  math: { readonly plugin: Plugin; readonly Formula: ComponentType<FormulaProps> } | null;
}

let extras: Extras = { highlight: null, math: null };
const readers = new Set<() => void>();

function add(found: Partial<Extras>): void {
  extras = { ...extras, ...found };
  for (const reader of readers) reader();
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

const held = () => extras;

/** What is here now; a component that reads it is drawn again when more has come. */
export function useExtras(): Extras {
  return useSyncExternalStore(subscribe, held, held);
}

/** Whether a text may hold code to colour, and whether it may hold math. */
export function extrasFor(text: string): { highlight: boolean; math: boolean } {
  return { highlight: /```|~~~/.test(text), math: /\$|\\[([]/.test(text) };
}

const begun: { highlight: Promise<void> | null; math: Promise<void> | null } = { highlight: null, math: null };

/** Fetches what is asked for, once. Where that fails the text stays plain, and the next text tries again. */
export function loadExtras({ highlight, math }: { highlight: boolean; math: boolean }): Promise<unknown> {
  if (highlight) begun.highlight ??= loadHighlight().catch(() => void (begun.highlight = null));
  if (math) begun.math ??= loadMath().catch(() => void (begun.math = null));
  return Promise.all([begun.highlight, begun.math]);
}

async function loadHighlight(): Promise<void> {
  const { default: rehypeHighlight } = await import("rehype-highlight");
  // One highlighter for all blocks: a new one compiles each language's grammar again.
  const highlight = rehypeHighlight();
  add({ highlight: () => highlight });
}

async function loadMath(): Promise<void> {
  const [{ default: plugin }, { Formula }] = await Promise.all([import("remark-math"), import("./Formula.tsx")]);
  add({ math: { plugin, Formula } });
}
