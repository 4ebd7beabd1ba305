import { expect, test } from "vitest";
import type { Preset } from "#main/models/presets/contract.ts";
import { isTemplateReplaced } from "./template-in-force.ts";

const preset = (id: string, template: string | null): Preset => ({
  id,
  modelId: null,
  name: id,
  builtIn: false,
  sampling: null,
  systemPrompt: null,
  template,
  load: {},
  drafting: null,
});
const view = {
  presets: [preset("with", "{{ messages }}"), preset("without", null)],
  usual: [
    { modelId: "a", presetId: "with" },
    { modelId: "b", presetId: "without" },
  ],
};

test("a template of the usual preset holds for every chat of its model, that of a chat's preset for the chat", () => {
  expect(isTemplateReplaced(view, "a", null)).toBe(true);
  expect(isTemplateReplaced(view, "a", "without")).toBe(true);
  expect(isTemplateReplaced(view, "b", null)).toBe(false);
  expect(isTemplateReplaced(view, "b", "with")).toBe(true);
  expect(isTemplateReplaced(view, "none", null)).toBe(false);
});
