import type { Example } from "../network.ts";
import type { DataSettings } from "../train-contract.ts";

/** The example itself where it is short enough, its beginning, or null where it is to be left out or its beginning holds nothing to learn. */
export function fitLength(example: Example, { contextTokens, tooLong }: DataSettings): Example | null {
  if (example.ids.length <= contextTokens) return example;
  if (tooLong === "drop") return null;
  const end = example.targets.findIndex((place) => place + 1 >= contextTokens);
  const targets = end < 0 ? example.targets : example.targets.subarray(0, end);
  return targets.length === 0 ? null : { ids: example.ids.subarray(0, contextTokens), targets };
}
