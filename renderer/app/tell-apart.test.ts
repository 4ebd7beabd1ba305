import { expect, it } from "vitest";
import { t } from "#renderer/app/texts.ts";
import { listedName } from "./tell-apart.ts";
import { aModel } from "#renderer/models/testing/a-model.ts";

const names = (models: readonly ReturnType<typeof aModel>[]) => models.map((model) => listedName(model, models, t));

it("says where models are kept only where their names are the same", () => {
  const models = [
    aModel({ id: "a", name: "Qwen3 8B", keptIn: "ollama" }),
    aModel({ id: "b", name: "Qwen3 8B", keptIn: "lm-studio" }),
    aModel({ id: "c", name: "Gemma", keptIn: "ollama" }),
  ];
  expect(names(models)).toEqual(["Qwen3 8B · Ollama", "Qwen3 8B · LM Studio", "Gemma"]);
});

it("adds the end of the path where the same names are kept in the same place", () => {
  const models = [
    aModel({ id: "a", name: "Qwen3 8B", path: "/one/q.gguf" }),
    aModel({ id: "b", name: "Qwen3 8B", path: "/two/q.gguf" }),
    aModel({ id: "c", name: "Qwen3 8B", path: "/two/old.gguf" }),
    aModel({ id: "d", name: "Qwen3 8B", keptIn: "jan" }),
  ];
  expect(names(models)).toEqual([
    "Qwen3 8B · one",
    "Qwen3 8B · two (q.gguf)",
    "Qwen3 8B · two (old.gguf)",
    "Qwen3 8B · Jan",
  ]);
});
