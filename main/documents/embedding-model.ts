import { dirname } from "node:path";
import type { Models } from "#main/models/service.ts";

type ModelRecord = ReturnType<Models["library"]["listed"]>[number];
type Known = Pick<ModelRecord, "id" | "path" | "problem" | "addedAt"> & {
  readonly facts: Pick<ModelRecord["facts"], "kind">;
};

/** The model that makes vectors: the one that comes with Cloister, else the first of the user's that can; null: there is none. */
export function embeddingModel(models: readonly Known[], shippedDir: string): string | null {
  const usable = models.filter(({ facts, problem }) => facts.kind === "embedding" && problem === null);
  const shipped = usable.find(({ path }) => dirname(path) === shippedDir);
  return (shipped ?? usable.toSorted((a, b) => a.addedAt - b.addedAt)[0])?.id ?? null;
}
