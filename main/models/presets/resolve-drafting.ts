import { statSync } from "node:fs";
import type { EngineDrafting } from "#main/engine/contract.ts";
import type { Library } from "../library/library.ts";
import type { Drafting } from "./contract.ts";

/**
 * Drafting as an engine understands it. Without its draft model's file it is left out: the answer is the same, only slower, and the
 * preset says what is missing.
 */
export function resolveDrafting(library: Pick<Library, "listed">, drafting: Drafting): EngineDrafting | null {
  if (drafting.kind === "off") return null;
  if (drafting.kind === "lookup") return drafting;
  const draft = library.listed().find((record) => record.id === drafting.modelId);
  if (draft === undefined || statSync(draft.path, { throwIfNoEntry: false }) === undefined) return null;
  return { kind: "model", path: draft.path, name: draft.name, tokens: drafting.tokens };
}
