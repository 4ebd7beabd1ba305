import type { Model } from "#main/models/contract.ts";
import { writers } from "../use-models.ts";

/** The largest model that can be loaded now and is smaller than this one: what to use instead. Null where there is none. */
export function nearestThatFits(models: readonly Model[], modelId: string | null): Model | null {
  const wanted = models.find((model) => model.id === modelId);
  const able = writers(models).filter(
    (model) =>
      model.id !== modelId &&
      model.problem === null &&
      (model.fit.state === "fits" || model.fit.state === "tight") &&
      model.sizeBytes < (wanted?.sizeBytes ?? Infinity),
  );
  return able.toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0] ?? null;
}
