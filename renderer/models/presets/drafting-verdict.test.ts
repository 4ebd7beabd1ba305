import { expect, it } from "vitest";
import { t } from "#renderer/app/texts.ts";
import { draftingVerdict } from "./drafting-verdict.ts";

const quoting = (speed: number, plainSpeed: number) => ({ speed, plainSpeed, drafted: 100, accepted: 40 });

it.each([
  [31.5, 24.8, "preset.drafting.pays"],
  [25.5, 24.8, "preset.drafting.same"],
  [24, 24.8, "preset.drafting.same"],
  [18, 24.8, "preset.drafting.slower"],
  [18, 0, "preset.drafting.same"],
] as const)("calls %f tokens a second beside %f %s", (speed, plainSpeed, key) => {
  expect(draftingVerdict(quoting(speed, plainSpeed)).key).toBe(key);
});

it("says how much, and what to do when it does not pay off", () => {
  const { key, times } = draftingVerdict(quoting(31.5, 24.8));
  expect(t(key, { times })).toContain("1.3 times as fast");
  expect(t(draftingVerdict(quoting(10, 20)).key, { times: 0.5 })).toContain("does not pay off");
});
