import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { openForEach } from "../testing/open-for-each.ts";
import type { OpenModels } from "../testing/open-models.ts";
import { openAdapters, shelfOf } from "./testing.ts";

let folder: string;
let open: OpenModels;
let adapters: ReturnType<typeof openAdapters>;
let modelId: string;
openForEach((opened, path) => {
  open = opened;
  folder = path;
});
beforeEach(async () => {
  adapters = openAdapters(open);
  modelId = (await open.models.addFile(await open.write("model.gguf", { layers: 2 }))).id;
});
afterEach(() => adapters[Symbol.dispose]());

async function add(name: string, options: Parameters<typeof tinyAdapter>[0] = {}) {
  const path = join(folder, `${name}.gguf`);
  await writeGguf(path, tinyAdapter({ name, ...options }));
  return { path, id: (await open.models.addFile(path)).id };
}

const use = (adapterId: string, scale = 0.5) => [{ adapterId, name: "Voice", scale }];
const resolve = (adapterId: string, scale?: number) =>
  adapters.forChats.resolveAdapters(modelId, use(adapterId, scale));
const refused = (problem: RegExp) =>
  expect.objectContaining({ code: "ADAPTER_INVALID", message: expect.stringMatching(problem) as string }) as Error;

test("an adapter that fits gives its file and strength, and several do in their order", async () => {
  const one = await add("one");
  const two = await add("two", { seed: 5 });
  const uses = [...use(two.id, 0.85), ...use(one.id, 2)];
  expect(await adapters.forChats.resolveAdapters(modelId, uses)).toEqual([
    { path: two.path, scale: 0.85 },
    { path: one.path, scale: 2 },
  ]);
});

test.each([
  ["another architecture", { architecture: "gemma3" }, /models of the kind “gemma3”, and this one is “llama”/],
  ["more layers", { layers: 5 }, /a model of at least 5 layers, and this one has 2/],
])("one made for %s is refused, with the reason", async (_, options, problem) => {
  const { id } = await add("other", options);
  await expect(resolve(id)).rejects.toThrow(refused(problem));
  const shelf = await shelfOf(adapters, modelId);
  expect(shelf.adapters[0]?.problem).toMatch(problem);
});

test("one made for a model of another size is refused, with the tensor that differs", async () => {
  const file = tinyAdapter({ rank: 2 });
  const wide = file.tensors.map((tensor) =>
    tensor.name === "blk.0.attn_q.weight.lora_a"
      ? { ...tensor, shape: [128, 2], data: new Uint8Array(128 * 2 * 4) }
      : tensor,
  );
  const path = join(folder, "wide.gguf");
  await writeGguf(path, { ...file, tensors: wide });
  const { id } = await open.models.addFile(path);
  await expect(resolve(id)).rejects.toThrow(refused(/blk\.0\.attn_q\.weight was 128 × 64, and here it is 64 × 64/));
});

test.each([
  ["NaN", Number.NaN, /not a number \(NaN\)/],
  ["infinity", Number.NEGATIVE_INFINITY, /infinite value/],
])("one that holds %s anywhere is refused", async (_, value, problem) => {
  const file = tinyAdapter();
  const last = file.tensors.at(-1);
  if (last === undefined) throw new Error("no tensors");
  new DataView(last.data.buffer, last.data.byteOffset).setFloat32(last.data.byteLength - 4, value, true);
  const path = join(folder, "damaged.gguf");
  await writeGguf(path, file);
  await expect(adapters.import(path, modelId)).rejects.toMatchObject({ code: "ADAPTER_UNREADABLE" });
  expect(await open.list()).toHaveLength(1);
  // Found by a scan it is listed, and cannot be used.
  const { id } = await open.models.addFile(path);
  await expect(resolve(id)).rejects.toThrow(refused(problem));
});

test("a file that changes is looked at again", async () => {
  const { id, path } = await add("voice");
  await resolve(id);
  await writeFile(path, "GGUF and nothing else");
  await expect(resolve(id)).rejects.toThrow(refused(/version 1684955424 of the GGUF format/));
  await rm(path);
  await expect(resolve(id)).rejects.toThrow(refused(/no longer at/));
});

test("a model in an adapter's place is refused, and one that is no longer listed is NOT_FOUND", async () => {
  await expect(resolve(modelId)).rejects.toThrow(refused(/a model of its own/));
  const { id } = await add("forgotten");
  await open.models.forget(id);
  await expect(resolve(id)).rejects.toMatchObject({ code: "NOT_FOUND", data: { what: "adapter" } });
});

test("the shelf shows those that fit first, and what new chats begin with in its order", async () => {
  const a = await add("A for another model", { layers: 5 });
  const b = await add("B");
  const c = await add("C");
  adapters.setUsual(modelId, [...use(c.id, 1.5), ...use(b.id, 0.2)]);
  const { adapters: shown, usual } = await shelfOf(adapters, modelId);
  expect(shown.map(({ id }) => id)).toEqual([b.id, c.id, a.id]);
  expect(usual.map(({ name, scale }) => [name, scale])).toEqual([
    ["C", 1.5],
    ["B", 0.2],
  ]);
  expect(adapters.forChats.usualAdapters(modelId)).toEqual(usual);
  await open.models.forget(c.id);
  expect(adapters.forChats.usualAdapters(modelId).map(({ adapterId }) => adapterId)).toEqual([b.id]);
});

test("pages hear of an adapter that comes", async () => {
  const shelves = adapters.watch(modelId);
  expect((await shelves.next()).value).toMatchObject({ adapters: [] });
  const next = shelves.next();
  const { id } = await add("new");
  expect((await next).value).toMatchObject({ adapters: [{ id, problem: null, rank: 4 }] });
  await shelves.return();
});

test("imported by its path, a GGUF adapter is used where it is", async () => {
  const path = join(folder, "mine.gguf");
  await writeGguf(path, tinyAdapter({ name: "Mine" }));
  const imported = await adapters.import(path, modelId);
  expect(imported).toMatchObject({ name: "Mine", jobId: null });
  expect(await resolve(imported.adapterId ?? "", 1)).toEqual([{ path, scale: 1 }]);
  await expect(adapters.import(join(open.sampleDir, "model.gguf"), null)).rejects.toMatchObject({
    code: "ADAPTER_UNREADABLE",
  });
});
