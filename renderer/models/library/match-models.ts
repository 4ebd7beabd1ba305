import type { Model } from "#main/models/contract.ts";
import type { Text } from "#renderer/app/texts.ts";
import { keptInText } from "#renderer/app/kept-in.ts";

/** The models that have every word somewhere: in name, kind, architecture, precision, licence, place, path or note. */
export function matchModels(models: readonly Model[], find: string, t: Text): Model[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...models];
  return models.filter((model) => {
    const text = textOf(model, t).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function textOf(model: Model, t: Text): string {
  return [
    model.name,
    model.architecture,
    model.quantisation,
    model.licence,
    t(`models.kind.${model.kind}`),
    keptInText(model, t),
    model.path,
    model.note,
    model.isFavourite ? t("library.favourite") : "",
    model.isDouble ? t("library.double") : "",
  ].join("\n");
}
