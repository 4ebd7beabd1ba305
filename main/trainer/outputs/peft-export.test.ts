import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { readSafetensors, readValues } from "#main/lib/peft/safetensors.ts";
import { convertPeft } from "#main/models/adapters/peft/convert.ts";
import { readPeft } from "#main/models/adapters/peft/read.ts";
import { FIXTURES, readFixture } from "../testing/fixture.ts";
import { readModelFiles } from "./model-files.ts";
import { exportPeft } from "./peft-export.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "peft-export-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function exported(
  model: string,
  adapter: string,
): Promise<Map<string, { shape: readonly number[]; values: number[] }>> {
  await exportPeft({
    model: { path: model, name: "Tiny" },
    adapter: { path: adapter, name: "Voice" },
    folder,
    onProgress: () => undefined,
  });
  return tensorsOf(join(folder, "adapter_model.safetensors"));
}

async function tensorsOf(path: string): Promise<Map<string, { shape: readonly number[]; values: number[] }>> {
  const file = await open(path);
  try {
    const all = new Map<string, { shape: readonly number[]; values: number[] }>();
    for (const tensor of await readSafetensors(file)) {
      all.set(tensor.name, { shape: tensor.shape, values: [...(await readValues(file, tensor))] });
    }
    return all;
  } finally {
    await file.close();
  }
}

const jsonIn = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;

describe.each(FIXTURES)("of the fixture %s", (name) => {
  const fixture = readFixture(name);

  test("names, shapes and numbers are those that PEFT itself had saved", async () => {
    const made = await exported(fixture.model, fixture.adapter);
    const original = await tensorsOf(join(fixture.peft, "adapter_model.safetensors"));
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(original));
    const config = jsonIn(join(folder, "adapter_config.json"));
    const theirs = jsonIn(join(fixture.peft, "adapter_config.json"));
    for (const key of Object.keys(config).filter(
      (each) => !["base_model_name_or_path", "target_modules"].includes(each),
    )) {
      expect([key, config[key]]).toEqual([key, theirs[key]]);
    }
    expect(new Set(config["target_modules"] as string[])).toEqual(new Set(theirs["target_modules"] as string[]));
  });

  test("what is imported again is the same file, number by number", async () => {
    await exported(fixture.model, fixture.adapter);
    const again = join(folder, "again.gguf");
    const target = await readModelFiles({ path: fixture.model, name: "Tiny" });
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    await convertPeft(await readPeft(folder), target, { path: again, name: "Voice" }, options);
    const [before, after] = [await readGgufHeader(fixture.adapter), await readGgufHeader(again)];
    expect(after.metadata.get("adapter.lora.alpha")).toBe(before.metadata.get("adapter.lora.alpha"));
    const numbers = (path: string, header: typeof before) =>
      new Map(
        header.tensors.map(({ name, offset, sizeBytes }) => [
          name,
          readFileSync(path)
            .subarray(header.dataOffset + offset, header.dataOffset + offset + sizeBytes)
            .toString("hex"),
        ]),
      );
    expect(numbers(again, after)).toEqual(numbers(fixture.adapter, before));
  });
});

test("a card says what it is and how it is loaded", async () => {
  const { model, adapter } = readFixture("qwen3");
  await exported(model, adapter);
  const card = readFileSync(join(folder, "README.md"), "utf8");
  expect(card).toContain("# Voice");
  expect(card).toContain("| rank, alpha | 4, 8 |");
  expect(card).toContain("PeftModel.from_pretrained");
  expect(readdirSync(folder).toSorted()).toEqual(["README.md", "adapter_config.json", "adapter_model.safetensors"]);
});

test("an adapter of another model is refused with what does not fit, and nothing is written", async () => {
  await expect(exported(readFixture("qwen2").model, readFixture("llama").adapter)).rejects.toMatchObject({
    code: "ADAPTER_INVALID",
    data: { problem: expect.stringContaining("of the kind “llama”") as string },
  });
  expect(readdirSync(folder)).toEqual([]);
});
