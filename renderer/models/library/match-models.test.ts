import { expect, it } from "vitest";
import { t } from "#renderer/app/texts.ts";
import { aModel } from "../testing/a-model.ts";
import { matchModels } from "./match-models.ts";

const models = [
  aModel({ id: "a", name: "Qwen3 8B", keptIn: "ollama", quantisation: "Q4_K_M" }),
  aModel({ id: "b", name: "Qwen3 8B", keptIn: "lm-studio", quantisation: "Q8_0", isFavourite: true }),
  aModel({
    id: "c",
    name: "mmproj",
    kind: "projector",
    architecture: "clip",
    quantisation: "F16",
    note: "Reads letters",
  }),
];
const found = (find: string) => matchModels(models, find, t).map(({ id }) => id);

it("finds models by any of what is known of them, and by all words together", () => {
  expect(found("")).toEqual(["a", "b", "c"]);
  expect(found("qwen LM")).toEqual(["b"]);
  expect(found("q4_k")).toEqual(["a"]);
  expect(found("letters")).toEqual(["c"]);
  expect(found("favourite")).toEqual(["b"]);
  expect(found("qwen letters")).toEqual([]);
});
