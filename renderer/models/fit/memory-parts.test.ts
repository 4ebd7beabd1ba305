import { describe, expect, it } from "vitest";
import type { EngineState, Machine } from "#main/models/contract.ts";
import { aModel } from "../testing/a-model.ts";
import { memoryParts } from "./memory-parts.ts";

const machine: Machine = { totalMemoryBytes: 16e9, freeMemoryBytes: 9e9, cloisterMemoryBytes: 1e9, cores: 4, gpus: [] };
const engine: EngineState = {
  modelId: "model",
  phase: "ready",
  progress: 1,
  backend: "cpu",
  contextTokens: 8192,
  gpuLayers: 0,
  threads: 2,
  memoryBytes: 6e9,
  gpuMemoryBytes: 0,
  busyChats: 0,
  waitingChats: 0,
  error: null,
};

function sum(parts: ReturnType<typeof memoryParts>): number {
  return parts.othersBytes + parts.modelBytes + parts.conversationBytes + parts.cloisterBytes + parts.freeBytes;
}

describe("who holds the memory", () => {
  it("adds up to all of it, before a model is loaded and while it is", () => {
    const before = memoryParts(machine, aModel(), null);
    expect(sum(before)).toBe(16e9);
    expect(before).toMatchObject({
      othersBytes: 6e9,
      modelBytes: 5e9,
      conversationBytes: 1e9,
      freeBytes: 3e9,
      estimated: true,
    });
    const loaded = memoryParts({ ...machine, freeMemoryBytes: 3e9, cloisterMemoryBytes: 7e9 }, aModel(), engine);
    expect(sum(loaded)).toBe(16e9);
    expect(loaded).toMatchObject({ modelBytes: 5e9, conversationBytes: 1e9, cloisterBytes: 1e9, estimated: false });
  });

  it("shows nothing free for a model that is too large, and no part below nothing", () => {
    const parts = memoryParts(
      machine,
      aModel({ fit: { state: "too-large", neededBytes: 30e9, freeBytes: 9e9 } }),
      null,
    );
    expect(parts.freeBytes).toBe(0);
    expect(
      Math.min(parts.othersBytes, parts.modelBytes, parts.conversationBytes, parts.cloisterBytes),
    ).toBeGreaterThanOrEqual(0);
  });
});
