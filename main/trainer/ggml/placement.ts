import { startGgml } from "./ggml.ts";
import type { Pointer } from "./library.ts";
import { bufferOf, sourceOf, viewedBy } from "./tensor.ts";

/** A card with its backend, and the kind of memory that it computes in. */
export interface CardBackend {
  readonly backend: Pointer;
  readonly device: Pointer;
  readonly bufferType: Pointer;
}

export interface Placement {
  /** What computes each node, and holds each room. */
  readonly backends: ReadonlyMap<Pointer, Pointer>;
  /** Operations that were wanted on the card and that it does not know. */
  readonly missing: ReadonlySet<string>;
}

/** They only say how numbers that are there already are to be read. */
const VIEWS = new Set(["VIEW", "RESHAPE", "TRANSPOSE", "PERMUTE", "NONE"]);
/** Operations that are computed where what they read of the model or the adapter lies. */
const FOLLOW_WEIGHTS = new Set(["MUL_MAT", "OUT_PROD", "GET_ROWS"]);

/**
 * Shares a graph out between a card and the processor. Products are computed where their weights lie, and what comes behind them follows,
 * so that a layer stays in one place. An operation that the card does not know is the processor's. Operations that write into numbers of
 * another one are all placed with that one: the scheduler moves numbers between backends when they are read, never when they are written.
 */
export function placeNodes(nodes: readonly Pointer[], card: CardBackend, processor: Pointer): Placement {
  const ggml = startGgml();
  const steps = nodes.map((node) => ({
    node,
    operation: ggml.describeOperation(node),
    root: viewedBy(node) ?? node,
  }));
  const unknown = new Map<Pointer, string>();
  for (const { node, operation, root } of steps) {
    if (!VIEWS.has(operation) && !ggml.deviceSupports(card.device, node)) unknown.set(root, operation);
  }

  const backendOfBuffer = (buffer: Pointer): Pointer =>
    ggml.bufferTypeOf(buffer) === card.bufferType ? card.backend : processor;
  const backendOfWeights = (node: Pointer): Pointer | null => {
    for (const index of [0, 1]) {
      const source = sourceOf(node, index);
      const buffer = source === null ? null : bufferOf(source);
      if (buffer !== null) return backendOfBuffer(buffer);
    }
    return null;
  };

  const roots = new Map<Pointer, Pointer>();
  const missing = new Set<string>();
  let current = processor;
  for (const { node, operation, root } of steps) {
    if (VIEWS.has(operation)) continue;
    const own = FOLLOW_WEIGHTS.has(operation) ? backendOfWeights(node) : null;
    current = own ?? current;
    if (roots.has(root)) continue;
    const buffer = bufferOf(root);
    const lacking = unknown.get(root);
    if (buffer !== null) {
      roots.set(root, backendOfBuffer(buffer));
      if (lacking !== undefined && roots.get(root) === card.backend) {
        throw new Error(`This card cannot train: it does not know ${lacking} on what lies in its memory`);
      }
    } else if (current === card.backend && lacking !== undefined) {
      roots.set(root, processor);
      missing.add(lacking);
    } else {
      roots.set(root, current);
    }
  }

  const backends = new Map(roots);
  for (const { node, root } of steps) {
    const backend = roots.get(root);
    if (backend !== undefined) backends.set(node, backend);
  }
  // What was there before the graph lies where it lies.
  for (const root of roots.keys()) if (bufferOf(root) !== null) backends.delete(root);
  return { backends, missing };
}
