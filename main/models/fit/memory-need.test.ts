import { describe, expect, test } from "vitest";
import { fitOf, leastNeed } from "./fit.ts";
import { DEFAULT_LOAD_OPTIONS as usual } from "../load-options.ts";
import { memoryNeed } from "./memory-need.ts";
import { gemma } from "./testing/gemma.ts";

const MIB = 1_048_576;

test("the KV cache is what llama.cpp reports, for each chat", () => {
  expect(memoryNeed(gemma, { ...usual, parallelChats: 1 }, 8_192)?.kvCacheBytes).toBe(144 * MIB);
  expect(memoryNeed(gemma, { ...usual, parallelChats: 2 }, 8_192)?.kvCacheBytes).toBe(288 * MIB);
  expect(memoryNeed(gemma, { ...usual, parallelChats: 1 }, 32_768)?.kvCacheBytes).toBe(576 * MIB);
});

test("a smaller type of cache takes its share of that", () => {
  const half = memoryNeed(gemma, { ...usual, parallelChats: 1, kvCacheType: "q8_0" }, 8_192)?.kvCacheBytes ?? 0;
  expect(half / (144 * MIB)).toBeCloseTo(34 / 64, 5);
});

describe("what fits", () => {
  const needed = memoryNeed(gemma, usual, 8_192)?.totalBytes ?? 0;
  const fit = (ramBytes: number, cardBytes = 0) => fitOf(gemma, 0, usual, { ramBytes, cardBytes }).state;

  test("in memory: with a gigabyte to spare, with less, or not", () => {
    expect(fit(needed + 1.1e9)).toBe("fits");
    expect(fit(needed + 0.9e9)).toBe("tight");
    expect(fit(needed - 1)).toBe("too-large");
  });

  test("on a card, partly on it, or nowhere", () => {
    expect(fit(2e9, needed + 4e9)).toBe("fits");
    // The driver and the buffers of a batch take 0.9 GB of it.
    expect(fit(needed, 1.15e9)).toBe("part-on-card");
    expect(fit(needed / 4, needed / 2)).toBe("too-large");
  });

  test("a card that the options do not use does not count", () => {
    const free = { ramBytes: needed / 2, cardBytes: needed * 4 };
    expect(fitOf(gemma, 0, { ...usual, backend: "cpu" }, free).state).toBe("too-large");
    expect(fitOf(gemma, 0, { ...usual, gpuLayers: 0 }, free).state).toBe("too-large");
  });

  test("is not known where the file does not say enough, and its size stands in", () => {
    const free = { ramBytes: 8e9, cardBytes: 0 };
    expect(fitOf({ ...gemma, shape: null }, 123, usual, free)).toMatchObject({ state: "unknown", neededBytes: 123 });
  });
});

test("with room left to the engine, only the smallest is asked for before loading", () => {
  const none = { ramBytes: 8e9, cardBytes: 0 };
  const least = leastNeed(gemma, usual, none)?.ramBytes ?? 0;
  const asked = leastNeed(gemma, { ...usual, contextTokens: 16_384 }, none)?.ramBytes ?? 0;
  expect(asked - least).toBeGreaterThan(250 * MIB);
});

test("a model that guesses ahead is counted: its weights, its own cache for the same chats, and its work", () => {
  const options = { ...usual, parallelChats: 1 };
  const small = { ...gemma, weightsBytes: 100 * MIB, trainedContextTokens: 4_096 };
  const alone = memoryNeed(gemma, options, 8_192);
  const both = memoryNeed(gemma, options, 8_192, { adapterBytes: 0, draft: small });
  // 72 MiB of cache: it has no more room than it was trained for. The table of words 68 MiB, a batch 22 MiB.
  expect((both?.draftBytes ?? 0) / MIB).toBeCloseTo(100 + 72 + 68 + 22, -0.5);
  expect((both?.totalBytes ?? 0) - (alone?.totalBytes ?? 0)).toBe(both?.draftBytes);
  const halved = memoryNeed(gemma, { ...options, kvCacheType: "q8_0" }, 8_192, { adapterBytes: 0, draft: small });
  expect(halved?.draftBytes).toBeLessThan(both?.draftBytes ?? 0);
});
