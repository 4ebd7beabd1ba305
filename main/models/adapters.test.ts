import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { temporaryFolder } from "#main/store/testing.ts";
import { openModels, type OpenModels } from "./testing/open-models.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
let modelId: string;
beforeEach(async () => {
  folder = temporaryFolder();
  open = await openModels(folder.path);
  modelId = (await open.models.addFile(await open.write("model.gguf", { layers: 2 }))).id;
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function add(name: string, options: Parameters<typeof tinyAdapter>[0]): Promise<{ id: string; path: string }> {
  const path = join(folder.path, `${name}.gguf`);
  await writeGguf(path, tinyAdapter(options));
  return open.models.addFile(path);
}

const use = (adapterId: string, scale = 0.5) => [{ adapterId, name: "Voice", scale }];

test("an adapter made for such a model gives its file and strength", async () => {
  const { id, path } = await add("fits", { layers: 2 });
  expect(open.models.resolveAdapters(modelId, use(id, 0.85))).toEqual([{ path, scale: 0.85 }]);
});

test.each([
  ["another architecture", { architecture: "gemma3" }, /architecture "gemma3"/],
  ["more layers", { layers: 5 }, /a model of 5 layers, and this one has 2/],
])("one made for %s is refused, with the reason", async (_, options, problem) => {
  const { id } = await add("other", { name: "Voice", ...options });
  expect(() => open.models.resolveAdapters(modelId, use(id))).toThrow(
    expect.objectContaining({ code: "ADAPTER_INVALID", message: expect.stringMatching(problem) as string }) as Error,
  );
});

test("one whose file is gone, and a model in an adapter's place, are refused", async () => {
  const { id, path } = await add("gone", {});
  await rm(path);
  const invalid = expect.objectContaining({ code: "ADAPTER_INVALID" }) as Error;
  expect(() => open.models.resolveAdapters(modelId, use(id))).toThrow(invalid);
  expect(() => open.models.resolveAdapters(modelId, use(modelId))).toThrow(invalid);
});

test("one that is no longer listed is NOT_FOUND", async () => {
  const { id } = await add("forgotten", {});
  await open.models.forget(id);
  expect(() => open.models.resolveAdapters(modelId, use(id))).toThrow(
    expect.objectContaining({ code: "NOT_FOUND", data: { what: "adapter" } }) as Error,
  );
});
