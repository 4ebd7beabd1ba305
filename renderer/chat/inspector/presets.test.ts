import { describe, expect, test } from "vitest";
import type { Sampling } from "#main/chat/contract.ts";
import type { Preset } from "#main/models/presets/contract.ts";
import { t } from "#renderer/app/texts.ts";
import { changedSince, presetName, presetOf, presetsFor } from "./presets.ts";

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

test("built-in ones are worded, the user's keep their name even when it is the same word", () => {
  expect(presetName({ name: "exact", builtIn: true }, t)).toBe("Exact");
  expect(presetName({ name: "exact", builtIn: false }, t)).toBe("exact");
});

test("a chat can take its model's own presets, then those for every model, and none of another", () => {
  const own = { ...letters, id: "own", modelId: "a" };
  const other = { ...letters, id: "other", modelId: "b" };
  expect(presetsFor([letters, other, own], "a").map(({ id }) => id)).toEqual(["own", "letters"]);
  expect(presetsFor([letters, other, own], null).map(({ id }) => id)).toEqual(["letters"]);
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
