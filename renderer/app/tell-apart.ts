import type { Model } from "#main/models/contract.ts";
import type { Text } from "#renderer/app/texts.ts";
import { keptInText, tellingEnd } from "./kept-in.ts";

/** What tells a model from others of the same name in a list: where each is kept, and the end of its path where that is the same too. */
export function tellApart(model: Model, listed: readonly Model[], t: Text): string | null {
  const namesakes = listed.filter(({ id, name }) => id !== model.id && name === model.name);
  if (namesakes.length === 0) return null;
  const kept = keptInText(model, t);
  const neighbours = namesakes.filter((one) => keptInText(one, t) === kept).map(({ path }) => path);
  return neighbours.length === 0 ? kept : `${kept} (${tellingEnd(model.path, neighbours)})`;
}

/** "Qwen3 8B", or "Qwen3 8B · LM Studio" where another of the list is called the same. */
export function listedName(model: Model, listed: readonly Model[], t: Text): string {
  return [model.name, tellApart(model, listed, t)].filter(Boolean).join(" · ");
}
