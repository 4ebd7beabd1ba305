import { expect, it } from "vitest";
import type { ModelsView } from "#main/models/contract.ts";
import { aModel } from "#renderer/models/testing/a-model.ts";
import { applyModelsEvent } from "./models.ts";

const machine = {
  totalMemoryBytes: 16,
  freeMemoryBytes: 8,
  cloisterMemoryBytes: 1,
  cores: 2,
  gpus: [],
  hasVulkan: false,
};
const view = {
  models: [],
  engines: [],
  machine,
  folders: [],
  scanning: false,
  sample: { state: "absent", sizeBytes: 1 },
} as unknown as ModelsView;

it("changes what an event speaks of and nothing else", () => {
  const after = applyModelsEvent(view, { type: "machine", machine: { ...machine, freeMemoryBytes: 3 } });
  expect(after).toEqual({ ...view, machine: { ...machine, freeMemoryBytes: 3 } });
  expect(applyModelsEvent(view, { type: "scanning", scanning: true })).toEqual({ ...view, scanning: true });
});

it("waits for the first snapshot", () => {
  expect(applyModelsEvent(null, { type: "scanning", scanning: true })).toBeNull();
  expect(applyModelsEvent(null, { type: "snapshot", view })).toBe(view);
});

it("changes and adds the models that an event names, and takes off those that are gone", () => {
  const [first, second] = [aModel({ id: "1", name: "First" }), aModel({ id: "2" })];
  const before = { ...view, models: [first, second] };
  const event = {
    type: "models" as const,
    models: [aModel({ id: "1", name: "Other" }), aModel({ id: "3" })],
    gone: ["2"],
  };
  const after = applyModelsEvent(before, event);
  expect(after?.models.map(({ id, name }) => `${id} ${name}`)).toEqual(["1 Other", "3 A model"]);
});
