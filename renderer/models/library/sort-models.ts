import type { Fit, Model } from "#main/models/contract.ts";

export type SortKey = "name" | "size" | "fit" | "speed" | "keptIn";

/** From what fits best to what does not. */
const fitOrder: Record<Fit["state"], number> = { fits: 4, tight: 3, "part-on-card": 2, unknown: 1, "too-large": 0 };

/** Models in the order that was asked for, favourites before all; what has no value stands last, and of equals the name decides. */
export function sortModels(models: readonly Model[], key: SortKey, down: boolean): Model[] {
  const sign = down ? -1 : 1;
  return models.toSorted((a, b) => {
    if (a.isFavourite !== b.isFavourite) return a.isFavourite ? -1 : 1;
    const [first, second] = [valueOf(a, key), valueOf(b, key)];
    if (first === null || second === null) return Number(first === null) - Number(second === null) || byName(a, b);
    const order = typeof first === "string" ? compare(first, String(second)) : first - Number(second);
    return sign * order || byName(a, b);
  });
}

function valueOf(model: Model, key: SortKey): string | number | null {
  switch (key) {
    case "name":
      return model.name;
    case "size":
      return model.sizeBytes;
    case "fit":
      return model.problem === null ? fitOrder[model.fit.state] : -1;
    case "speed":
      return model.tokensPerSecond;
    case "keptIn":
      return model.keptIn;
  }
}

function byName(a: Model, b: Model): number {
  return compare(a.name, b.name);
}

/** As people count: 8B before 12B. */
const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
