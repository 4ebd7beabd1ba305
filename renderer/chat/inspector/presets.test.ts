import { describe, expect, test } from "vitest";
import type { Sampling } from "#main/chat/contract.ts";
import type { Preset } from "#main/models/presets/contract.ts";
import { changedSince, presetOf } from "./presets.ts";

const sampling: Sampling = {
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  seed: null,
  maxTokens: null,
  stopSequences: ["###"],
};
const letters: Preset = {
  id: "letters",
  modelId: null,
  name: "Letters",
  builtIn: false,
  sampling,
  systemPrompt: "Be brief.",
  template: null,
  load: {},
  drafting: null,
};

test("a sampling is known by its preset, stop sequences included", () => {
  expect(presetOf({ ...sampling, stopSequences: ["###"] }, [letters])).toBe(letters);
  expect(presetOf({ ...sampling, stopSequences: [] }, [letters])).toBeNull();
  expect(presetOf(sampling, [{ ...letters, sampling: null }])).toBeNull();
});

describe("what was changed since", () => {
  test.each([
    [{ sampling, systemPrompt: "Be brief." }, null],
    [{ sampling: { ...sampling, topK: 1 }, systemPrompt: "Be brief." }, "sampling"],
    [{ sampling, systemPrompt: "Be long." }, "text"],
  ] as const)("%o", (chat, changed) => expect(changedSince(chat, letters)).toBe(changed));

  test("what the preset does not set cannot be changed", () => {
    const nothing = { ...letters, sampling: null, systemPrompt: null };
    expect(changedSince({ sampling, systemPrompt: "x" }, nothing)).toBeNull();
  });
});
