import type { Measurement } from "#main/models/presets/contract.ts";
import type { TextKey } from "#renderer/app/texts.ts";

/** Two measurements in a row differ by a few per cent; less than this is no finding. */
const noticeable = 0.08;

/** Whether guessing ahead made this computer faster where it can: with text that stands in the prompt. */
export function draftingVerdict({ speed, plainSpeed }: NonNullable<Measurement["quoting"]>): {
  key: TextKey;
  times: number;
} {
  const times = plainSpeed > 0 ? speed / plainSpeed : 1;
  if (times >= 1 + noticeable) return { key: "preset.drafting.pays", times };
  return { key: times > 1 - noticeable ? "preset.drafting.same" : "preset.drafting.slower", times };
}
