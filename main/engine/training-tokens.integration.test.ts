import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LlamaModel } from "node-llama-cpp";
import { expect, it } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { FAMILIES, type Family } from "#main/trainer/data/testing/templates.ts";
import { loadModel } from "./load.ts";
import { templatesOf, type Turn } from "./template.ts";
import { temporaryFolder } from "./testing.ts";

/** What the trainer teaches begins where the engine's prompt ends, token by token. */

interface Talk {
  readonly system: string;
  readonly texts: readonly string[];
}

const TALKS: readonly Talk[] = [
  { system: "", texts: ["What is it?", "It is the <|im_end|> of <b>a</b> thing."] },
  { system: "", texts: ["  two spaces\n\n", "\n\nline breaks\n"] },
  { system: "Answer in French.", texts: ["and it?", "what, you?", "the\nend", "Là-bas 🙂"] },
];

const PRINT = fileURLToPath(new URL("../trainer/data/testing/print-examples.ts", import.meta.url));

interface Taught {
  /** Before the last answer, and from its first token on. */
  readonly prompt: readonly number[];
  readonly answer: readonly number[];
}

/** What the trainer makes of the talks, for each model. */
function taught(modelPaths: readonly string[]): Taught[][] {
  const data = join(temporaryFolder(), "data.jsonl");
  const lines = TALKS.map(({ system, texts }) => {
    const turns = texts.map((content, index) => ({ role: index % 2 === 0 ? "user" : "assistant", content }));
    return JSON.stringify({ messages: [...(system === "" ? [] : [{ role: "system", content: system }]), ...turns] });
  });
  writeFileSync(data, lines.join("\n"));
  const printed = execFileSync(process.execPath, [PRINT, data, ...modelPaths], { encoding: "utf8", stdio: "pipe" });
  const models = JSON.parse(printed) as { ids: number[]; targets: number[] }[][];
  return models.map((examples) =>
    examples.map(({ ids, targets }) => {
      const isLearnt = new Set(targets.map((place) => place + 1));
      const begin = ids.findLastIndex((_, place) => !isLearnt.has(place)) + 1;
      return { prompt: ids.slice(0, begin), answer: ids.slice(begin) };
    }),
  );
}

/** What the engine reads before it writes the last answer. */
function asked(model: LlamaModel, { system, texts }: Talk): number[] {
  const turns = texts.slice(0, -1).map((text, index): Turn => {
    return { id: String(index), role: index % 2 === 0 ? "user" : "assistant", text };
  });
  return templatesOf(model).usual.render(system, turns).tokens;
}

async function load(path: string): Promise<LlamaModel> {
  const { model } = await loadModel(
    path,
    {
      backend: "cpu",
      gpuLayers: 0,
      contextTokens: "auto",
      kvCacheType: "f16",
      flashAttention: "auto",
      mmap: true,
      mlock: false,
      threads: "auto",
      parallelChats: 1,
      ignoreMemoryCheck: true,
    },
    () => undefined,
  );
  return model;
}

const shown = (model: LlamaModel, ids: readonly number[]) => ids.map((id) => model.detokenize([id as never], true));

/** The engine closes thoughts before it asks, of models whose template leaves them open to be written: the model then need not. */
const CLOSED_BEFORE: Partial<Record<Family, readonly string[]>> = {
  qwen3: ["<think>", "\n", "\n", "</think>", "\n", "\n"],
};

it("teaches behind the very tokens that the engine asks with, whatever the template", async () => {
  const folder = temporaryFolder();
  // Without Llama 2, where node-llama-cpp asks with a second space that no template writes.
  const families = (Object.keys(FAMILIES) as Family[]).filter((family) => family !== "llama2");
  const paths = families.map((family) => join(folder, `${family}.gguf`));
  for (const [index, family] of families.entries()) {
    const { jinja, controls } = FAMILIES[family];
    await writeGguf(paths[index] ?? "", tinyModel({ template: { jinja }, controls }));
  }
  const examples = taught(paths);
  for (const [index, family] of families.entries()) {
    const model = await load(paths[index] ?? "");
    for (const [place, talk] of TALKS.entries()) {
      const { prompt = [], answer = [] } = examples[index]?.[place] ?? {};
      const closed = CLOSED_BEFORE[family] ?? [];
      const expected = [...shown(model, prompt), ...closed];
      expect(shown(model, asked(model, talk)), `${family}, ${String(place)}`).toEqual(expected);
      expect(shown(model, answer).slice(0, closed.length)).toEqual(closed);
      expect(model.isEogToken(answer.at(-1) as never)).toBe(true);
    }
    await model.dispose();
  }
});

it.skipIf(!existsSync(sampleModelPath()))("teaches the sample model behind the engine's tokens", async () => {
  const [examples = []] = taught([sampleModelPath()]);
  const model = await load(sampleModelPath());
  for (const [index, talk] of TALKS.entries()) {
    expect(examples[index]?.prompt).toEqual(asked(model, talk));
    expect(model.isEogToken(examples[index]?.answer.at(-1) as never)).toBe(true);
  }
  await model.dispose();
});
