import type { Value } from "../autodiff.ts";
import type { Embedding } from "../frozen.ts";
import type { Pass } from "../pass.ts";

/** The words' rows. They are frozen: nothing flows back. */
export function embed({ graph, tape, ids }: Pass, { weight }: Embedding, scale: number | null): Value {
  const rows = graph.getRows(weight, ids);
  return tape.constant(scale === null ? rows : graph.scale(rows, scale));
}
