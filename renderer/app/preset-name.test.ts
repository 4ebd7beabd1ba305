import { expect, test } from "vitest";
import type { Preset } from "#main/models/presets/contract.ts";
import { presetName, presetsFor } from "./preset-name.ts";
import { t } from "./texts.ts";

const letters: Preset = {
  id: "letters",
  modelId: null,
  name: "Letters",
  builtIn: false,
  sampling: null,
  systemPrompt: "Be brief.",
  template: null,
  load: {},
  drafting: null,
};

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
