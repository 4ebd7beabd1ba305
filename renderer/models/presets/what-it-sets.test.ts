import { expect, test } from "vitest";
import { t } from "#renderer/app/texts.ts";
import { nothingSet, partsOf, whatItSets } from "./what-it-sets.ts";

test("a preset says in a line what it changes, and that it changes nothing", () => {
  expect(whatItSets(nothingSet, t)).toBe("Nothing yet");
  expect(whatItSets({ ...nothingSet, drafting: { kind: "off" } }, t)).toBe("Nothing yet");
  const much = {
    ...nothingSet,
    systemPrompt: "Be brief.",
    load: { contextTokens: 16_384, kvCacheType: "q8_0", threads: 1 },
    drafting: { kind: "lookup", tokens: 8 },
  } as const;
  expect(whatItSets(much, t)).toBe("Instructions, room 16,384, cache Q8, 1 thread, guessing ahead");
});

test("what is saved again is everything that it had, whoever set it", () => {
  const adapters = [{ adapterId: "a", name: "Blog voice", scale: 0.5 }];
  const preset = { ...nothingSet, id: "p", modelId: null, name: "Mine", builtIn: false, adapters };
  expect(partsOf(preset)).toEqual({ ...nothingSet, adapters });
});
