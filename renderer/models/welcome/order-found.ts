import type { Fit, Model } from "#main/models/contract.ts";

/** From what can be begun with to what cannot. */
const fitOrder: Record<Fit["state"], number> = { fits: 0, tight: 1, "part-on-card": 2, unknown: 3, "too-large": 4 };

/** What can be begun with first, of it the largest: larger models write better. What cannot be read stands last. */
export function orderFound(models: readonly Model[]): Model[] {
  const rank = (model: Model) => (model.problem === null ? fitOrder[model.fit.state] : 5);
  return models.toSorted((a, b) => rank(a) - rank(b) || b.sizeBytes - a.sizeBytes);
}

/** The one to begin with, of models in this order: the largest that fits without being tight. */
export function bestOf(ordered: readonly Model[]): Model | null {
  const [first] = ordered;
  return first !== undefined && first.problem === null && first.fit.state === "fits" ? first : null;
}
