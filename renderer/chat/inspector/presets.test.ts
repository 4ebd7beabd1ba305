import { describe, expect, test } from "vitest";
import type { Sampling } from "#main/chat/contract.ts";
import type { Preset } from "#main/models/presets/contract.ts";
import { changedSince, partsAsIn, presetOf } from "./presets.ts";

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

test("what is kept of a changed preset is all of it, as it is in the chat now", () => {
  const own = { ...letters, modelId: "a", template: "T", drafting: { kind: "off" } } as const;
  const chat = { sampling: { ...sampling, topK: 1 }, systemPrompt: "Be long.", adapters: [] };
  const kept = { sampling: chat.sampling, load: {}, adapters: null };
  expect(partsAsIn(chat, "a", own)).toEqual({
    ofModel: "a",
    parts: { ...kept, systemPrompt: "Be long.", template: "T", drafting: { kind: "off" } },
  });
  const nothing = { systemPrompt: null, template: null, drafting: null };
  expect(partsAsIn(chat, "a", null)).toEqual({ ofModel: null, parts: { ...kept, ...nothing } });
  const adapters = [{ adapterId: "voice", name: "Blog voice", scale: 0.5 }];
  expect(partsAsIn({ ...chat, adapters }, "a", null)).toMatchObject({ ofModel: "a", parts: { adapters } });
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
