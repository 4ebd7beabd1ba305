import { join } from "node:path";
import { expect, test } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import type { ModelRecord } from "../store.ts";
import { createPresetTools } from "./tools.ts";

type Tiny = Parameters<typeof tinyModel>[0];

async function models(folder: string, files: Record<string, Tiny & { bytes: number }>) {
  const records: ModelRecord[] = [];
  for (const [id, { bytes, ...tiny }] of Object.entries(files)) {
    const path = join(folder, `${id}.gguf`);
    await writeGguf(path, tinyModel(tiny));
    const facts = { kind: "chat" };
    records.push({ id, path, name: id, sizeBytes: bytes, fingerprint: id, facts, problem: null } as ModelRecord);
  }
  const get = (id: string) => records.find((record) => record.id === id) as ModelRecord;
  return createPresetTools({ listed: () => records, get });
}

test("smaller models with the same words can draft, the smallest first; the others say why not", async () => {
  using folder = temporaryFolder();
  const tools = await models(folder.path, {
    large: { bytes: 900 },
    small: { bytes: 300, seed: 2 },
    smaller: { bytes: 200, seed: 3 },
    stranger: { bytes: 100, says: ["Quite", " other", " words"] },
    larger: { bytes: 1_000 },
  });
  expect((await tools.draftModels("large")).map(({ modelId, problem }) => [modelId, problem])).toEqual([
    ["smaller", null],
    ["small", null],
    ["stranger", "vocabulary"],
    ["larger", "larger"],
  ]);
});

test("a template is tried with the model's own words", async () => {
  using folder = temporaryFolder();
  const tools = await models(folder.path, { one: { bytes: 1 }, base: { bytes: 1, template: "none" } });
  const own = await tools.template("one");
  expect(own).toContain("<|im_start|>");
  expect(await tools.template("base")).toBeNull();
  expect(await tools.checkTemplate("one", own ?? "")).toMatchObject({ usable: true, problems: [] });
  const foreign = await tools.checkTemplate("base", own ?? "");
  expect(foreign.problems).toMatchObject([{ kind: "unknown-markers", markers: ["<|im_start|>", "<|im_end|>"] }]);
});
