import { describe, expect, it } from "vitest";
import { nearestStep, roomSteps } from "./room-scale.ts";

describe("steps of room for conversation", () => {
  it("ends exactly where the model ends", () => {
    expect(roomSteps(8_192)).toEqual([1_024, 1_536, 2_048, 3_072, 4_096, 6_144, 8_192]);
    expect(roomSteps(5_000).at(-1)).toBe(5_000);
  });

  it("gives a model that reads little at least one step", () => {
    expect(roomSteps(512)).toEqual([512]);
  });

  it("finds the step for any number", () => {
    const steps = roomSteps(8_192);
    expect(steps[nearestStep(steps, 4_000)]).toBe(4_096);
    expect(nearestStep(steps, 1_000_000)).toBe(steps.length - 1);
  });
});
