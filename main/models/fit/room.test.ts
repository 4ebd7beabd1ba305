import { expect, it } from "vitest";
import type { EngineState } from "../contract.ts";
import type { FreeMemory } from "./devices.ts";
import { inRoom, roomFor } from "./room.ts";

const idle: EngineState = {
  modelId: "other",
  phase: "ready",
  progress: 1,
  backend: "cpu",
  contextTokens: 8192,
  gpuLayers: 0,
  threads: 2,
  memoryBytes: 4e9,
  gpuMemoryBytes: 1e9,
  busyChats: 0,
  waitingChats: 0,
  error: null,
};
const free: FreeMemory = { ramBytes: 2e9, cardBytes: 0 };
const needs = (bytes: number) => (room: FreeMemory) => (room.ramBytes >= bytes ? "fits" : "too-large");
const isTooLarge = (state: string) => state === "too-large";

it("gives a model what its own engine holds, and what idle ones hold only where it must", () => {
  const room = roomFor("mine", free, [idle, { ...idle, modelId: "mine", memoryBytes: 1e9, gpuMemoryBytes: 0 }]);
  expect(room).toMatchObject({ now: { ramBytes: 3e9, cardBytes: 0 }, later: { ramBytes: 7e9, cardBytes: 1e9 } });
  expect(inRoom(room, needs(3e9), isTooLarge)).toEqual({ fit: "fits", free: room.now, putAway: [] });
  expect(inRoom(room, needs(6e9), isTooLarge)).toEqual({ fit: "fits", free: room.later, putAway: ["other"] });
  expect(inRoom(room, needs(9e9), isTooLarge)).toEqual({ fit: "too-large", free: room.later, putAway: [] });
});

it("leaves models alone that write or load", () => {
  const busy = [
    { ...idle, busyChats: 1 },
    { ...idle, waitingChats: 1 },
    { ...idle, phase: "loading" as const },
  ];
  expect(roomFor("mine", free, busy)).toEqual({ now: free, later: free, putAway: [] });
});
