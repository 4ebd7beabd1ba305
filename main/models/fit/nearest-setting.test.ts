import { expect, test } from "vitest";
import { DEFAULT_LOAD_OPTIONS as usual } from "../load-options.ts";
import { nearestSetting } from "./nearest-setting.ts";
import { fitDetailsOf } from "./fit.ts";
import { gemma } from "./testing/gemma.ts";

const needed = (options: Partial<typeof usual>): number =>
  fitDetailsOf(gemma, { ...usual, ...options }, { ramBytes: 1e12, cardBytes: 0 })?.fit.neededBytes ?? 0;
const nearest = (ramBytes: number, options: Partial<typeof usual> = {}, cardBytes = 0) =>
  nearestSetting(gemma, { ...usual, ...options }, { ramBytes, cardBytes })?.change ?? null;

test("nothing is proposed for what fits", () => {
  expect(nearest(needed({}) + 1)).toBeNull();
});

test("first one answer at a time, then a smaller cache, then less room: what is taken away least", () => {
  const alone = { parallelChats: 1, contextTokens: 8_192 };
  expect(nearest(needed({}) - 1)).toEqual(alone);
  expect(nearest(needed(alone) - 1)).toEqual({ ...alone, kvCacheType: "q8_0" });
  const less = nearest(needed({ ...alone, kvCacheType: "q8_0" }) - 1);
  expect(less).toEqual({ parallelChats: 1, contextTokens: 4_096 });
  expect(needed(less ?? {})).toBeLessThan(needed({ ...alone, kvCacheType: "q8_0" }));
});

test("nothing where even the least is too much", () => {
  expect(nearest(3e8)).toBeNull();
});

test("more layers than the card holds: those that fit", () => {
  expect(nearest(8e9, { gpuLayers: 19 }, 1e9)).toEqual({ gpuLayers: "auto" });
});
