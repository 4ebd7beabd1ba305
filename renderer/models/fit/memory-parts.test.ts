import { describe, expect, it } from "vitest";
import type { EngineState, Machine } from "#main/models/contract.ts";
import { aModel } from "../testing/a-model.ts";
import { memoryParts } from "./memory-parts.ts";

const machine: Machine = {
  totalMemoryBytes: 16e9,
  freeMemoryBytes: 9e9,
  cloisterMemoryBytes: 1e9,
  cores: 4,
  gpus: [],
  hasVulkan: false,
};
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
    const before = memoryParts(machine, aModel(), []);
    expect(sum(before)).toBe(16e9);
    expect(before).toMatchObject({
      othersBytes: 6e9,
      modelBytes: 5e9,
      conversationBytes: 1e9,
      freeBytes: 3e9,
      estimated: true,
    });
    const loaded = memoryParts({ ...machine, freeMemoryBytes: 3e9, cloisterMemoryBytes: 7e9 }, aModel(), [engine]);
    expect(sum(loaded)).toBe(16e9);
    expect(loaded).toMatchObject({ modelBytes: 5e9, conversationBytes: 1e9, cloisterBytes: 1e9, estimated: false });
  });

  it("shows nothing free for a model that is too large, and no part below nothing", () => {
    const parts = memoryParts(machine, aModel({ fit: { state: "too-large", neededBytes: 30e9, freeBytes: 9e9 } }), []);
    expect(parts.freeBytes).toBe(0);
    expect(
      Math.min(parts.othersBytes, parts.modelBytes, parts.conversationBytes, parts.cloisterBytes),
    ).toBeGreaterThanOrEqual(0);
  });

  it("counts idle models as free for one that has too little room beside them, and only then", () => {
    const idle = { ...engine, modelId: "other" };
    const full: Machine = { ...machine, freeMemoryBytes: 3e9, cloisterMemoryBytes: 7e9 };
    const beside = memoryParts(full, aModel({ fit: { state: "fits", neededBytes: 2e9, freeBytes: 3e9 } }), [idle]);
    expect(beside).toMatchObject({ cloisterBytes: 7e9, freeBytes: 1e9 });
    const instead = memoryParts(full, aModel(), [idle]);
    expect(instead).toMatchObject({ cloisterBytes: 1e9, freeBytes: 3e9 });
    expect(sum(instead)).toBe(16e9);
    const busy = memoryParts(full, aModel(), [{ ...idle, busyChats: 1 }]);
    expect(busy).toMatchObject({ cloisterBytes: 7e9, freeBytes: 0 });
  });
});
