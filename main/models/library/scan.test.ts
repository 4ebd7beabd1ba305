import { appendFile, link, mkdir, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf, gguf, writeGguf } from "#main/lib/gguf/write.ts";
import { ABOUT_VERSION, NOTHING_SAID } from "../facts.ts";
import { lookAt } from "./file-stamp.ts";
import { openForEach } from "../testing/open-for-each.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";

let open: OpenModels;
let folder: string;
openForEach((opened, path) => {
  open = opened;
  folder = path;
});

test("a scan lists what each file is, by what it holds", async () => {
  await open.write("a-chat.gguf", { name: "Ada" });
  await open.write("b-base.gguf", { name: "Boole", template: "none" });
  await open.write("c-thinks.gguf", { name: "Curry", template: "thinking" });
  await writeGguf(join(open.sampleDir, "d-adapter.gguf"), tinyAdapter({ name: "Voice" }));
  await writeGguf(join(open.sampleDir, "e-words.gguf"), { ...tinyModel({ name: "Words" }), tensors: [] });
  await open.scan();
  const list = await open.list();
  expect(list.map(({ name, kind, thinks, problem }) => ({ name, kind, thinks, problem }))).toEqual([
    { name: "Ada", kind: "chat", thinks: false, problem: null },
    { name: "Boole", kind: "base", thinks: false, problem: null },
    { name: "Curry", kind: "chat", thinks: true, problem: null },
    { name: "Voice", kind: "adapter", thinks: false, problem: null },
    { name: "Words", kind: "vocabulary", thinks: false, problem: null },
  ]);
  expect(list[0]).toMatchObject({ architecture: "llama", quantisation: "F32", trainedContextTokens: 2_048 });
  expect(list[0]?.fit.state).toBe("fits");
});

test("broken and unsupported files are listed with what is wrong with them", async () => {
  const whole = encodeGguf(tinyModel());
  await writeFile(join(open.sampleDir, "cut.gguf"), whole.subarray(0, whole.length - 10_000));
  await open.write("new.gguf", { architecture: "not-yet-invented", name: "New" });
  await open.scan();
  const [cut, future] = await open.list();
  expect(cut).toMatchObject({ name: "cut", problem: { code: "MODEL_INVALID", data: { file: "cut.gguf" } } });
  expect(future).toMatchObject({
    name: "New",
    problem: { code: "MODEL_UNSUPPORTED", data: { model: "New", architecture: "not-yet-invented" } },
  });
  // A download that was cut off goes on: the file is whole now.
  await writeFile(join(open.sampleDir, "cut.gguf"), whole);
  await open.scan();
  expect((await open.list())[0]).toMatchObject({ name: "Tiny", problem: null });
});

test("a file that several links lead to is listed once", async () => {
  const path = await open.write("one.gguf");
  await symlink(path, join(open.sampleDir, "two.gguf"));
  const other = join(folder, "other");
  await mkdir(other);
  await symlink(path, join(other, "three.gguf"));
  await open.models.addFolder(other);
  await open.scan();
  expect((await open.list()).map((model) => model.path)).toEqual([path]);
});

describe("a known model", () => {
  test("keeps its id, name and options when its file moved", async () => {
    const path = await open.write("here.gguf");
    await open.scan();
    const [before] = await open.list();
    open.models.rename(before?.id ?? "", "My Ada");
    await mkdir(join(open.sampleDir, "deeper"));
    await rename(path, join(open.sampleDir, "deeper", "there.gguf"));
    await open.scan();
    expect(await open.list()).toMatchObject([
      { id: before?.id, name: "My Ada", path: join(open.sampleDir, "deeper", "there.gguf"), problem: null },
    ]);
  });

  test("is called missing when its file is gone, and is well again when it comes back", async () => {
    const path = await open.write("here.gguf", { name: "Ada" });
    await open.scan();
    await rename(path, `${path}.away`);
    await open.scan();
    expect(await open.list()).toMatchObject([
      { name: "Ada", problem: { code: "MODEL_NOT_FOUND", data: { model: "Ada", path } } },
    ]);
    await rename(`${path}.away`, path);
    await open.scan();
    expect(await open.list()).toMatchObject([{ name: "Ada", problem: null }]);
  });

  test("is called changed when another file took its place, until that is accepted", async () => {
    const path = await open.write("here.gguf", { name: "Ada", seed: 1 });
    await open.scan();
    const [before] = await open.list();
    await open.write("here.gguf", { name: "Eve", seed: 2 });
    await open.scan();
    expect(await open.list()).toMatchObject([{ id: before?.id, name: "Ada", problem: { code: "MODEL_CHANGED" } }]);
    await open.scan();
    expect(await open.list()).toMatchObject([{ problem: { code: "MODEL_CHANGED" } }]);
    await open.models.addFile(path);
    expect(await open.list()).toMatchObject([{ id: before?.id, name: "Eve", problem: null }]);
  });

  test("is not called changed because its file was touched", async () => {
    const path = await open.write("here.gguf");
    await open.scan();
    await utimes(path, new Date(), new Date(Date.now() + 60_000));
    await open.scan();
    expect(await open.list()).toMatchObject([{ problem: null }]);
  });

  test("stays off the list once it was taken off, until it is added by name", async () => {
    const path = await open.write("here.gguf");
    await open.scan();
    await open.models.forget((await open.list())[0]?.id ?? "");
    await open.scan();
    expect(await open.list()).toEqual([]);
    await open.models.addFile(path);
    expect(await open.list()).toMatchObject([{ path }]);
  });

  test("keeps everything over a restart", async () => {
    await open.write("here.gguf");
    await open.scan();
    const [model] = await open.list();
    open.models.setLoadOptions(model?.id ?? "", { ...model?.loadOptions, parallelChats: 4 } as never);
    open.models.noteSpeed(model?.id ?? "", 41);
    const before = await open.list();
    await open[Symbol.asyncDispose]();
    open = await openModels(folder);
    expect(await open.list()).toEqual(before);
    expect(before[0]).toMatchObject({ tokensPerSecond: 41, loadOptions: { parallelChats: 4 } });
  });
});

describe("adding by path", () => {
  test("takes a file where it is", async () => {
    const path = join(folder, "elsewhere.gguf");
    await writeGguf(path, tinyModel({ name: "Ada" }));
    expect(await open.models.addFile(`"${path}"`)).toMatchObject({ path, name: "Ada", keptIn: "file" });
  });

  test("refuses what is no model, without listing it", async () => {
    const path = join(folder, "letter.gguf");
    await writeFile(path, "Dear Ada");
    await expect(open.models.addFile(path)).rejects.toMatchObject({ code: "MODEL_INVALID" });
    await expect(open.models.addFile(join(folder, "none.gguf"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(open.models.addFile("models/a.gguf")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(open.models.addFolder(path)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await open.list()).toEqual([]);
  });

  test("finds a model again only in its own file", async () => {
    const path = await open.write("here.gguf", { name: "Ada", seed: 1 });
    await open.scan();
    const [model] = await open.list();
    const elsewhere = join(folder, "elsewhere.gguf");
    await rename(path, elsewhere);
    const other = join(folder, "other.gguf");
    await writeGguf(other, tinyModel({ name: "Eve", seed: 2 }));
    await expect(open.models.locate(model?.id ?? "", other)).rejects.toMatchObject({
      code: "MODEL_CHANGED",
      data: { model: "Ada", path: other },
    });
    expect(await open.models.locate(model?.id ?? "", elsewhere)).toMatchObject({
      id: model?.id,
      path: elsewhere,
      problem: null,
    });
  });
});

test("a model in several files is one, and broken while a part is missing", async () => {
  const { metadata, tensors } = tinyModel({ name: "Ada" });
  const first = join(open.sampleDir, "ada-00001-of-00002.gguf");
  const second = join(open.sampleDir, "ada-00002-of-00002.gguf");
  const split = { "split.count": gguf.u32(2), "split.tensors.count": gguf.i32(tensors.length) };
  await writeGguf(first, { metadata: { ...metadata, ...split }, tensors: tensors.slice(0, 10) });
  await open.scan();
  const lacks = (name: string) => ({
    code: "MODEL_INCOMPLETE",
    data: { model: "ada", have: 1, count: 2, missing: `ada-0000${name}-of-00002.gguf` },
  });
  expect(await open.list()).toMatchObject([{ path: first, problem: lacks("2") }]);
  await expect(open.models.addFile(first)).rejects.toMatchObject({ code: "MODEL_INCOMPLETE" });
  // Only the second is here: still one model, under the name of its first.
  await rename(first, second);
  await open.scan();
  expect(await open.list()).toMatchObject([{ path: first, problem: lacks("1") }]);
  await rename(second, first);
  await writeGguf(second, { metadata: split, tensors: tensors.slice(10) });
  await open.scan();
  const [model] = await open.list();
  const whole = await open.write("whole.gguf", { name: "Ada" });
  const alone = await open.models.addFile(whole);
  expect(model).toMatchObject({ name: "Ada", path: first, problem: null, parameters: alone.parameters });
  await expect(open.models.addFile(second)).resolves.toMatchObject({ id: model?.id });
});

test("a file that is being written is read again when it has grown", async () => {
  const bytes = encodeGguf(tinyModel());
  const path = join(open.sampleDir, "growing.gguf");
  await writeFile(path, bytes.subarray(0, 100_000));
  await open.scan();
  expect(await open.list()).toMatchObject([{ problem: { code: "MODEL_INVALID" } }]);
  await appendFile(path, bytes.subarray(100_000));
  await open.scan();
  expect(await open.list()).toMatchObject([{ problem: null }]);
});

test("hard links of one model are one model", async () => {
  const path = await open.write("a.gguf");
  await link(path, join(open.sampleDir, "b.gguf"));
  await open.scan();
  expect(await open.list()).toHaveLength(1);
  await rm(path);
  await open.scan();
  expect(await open.list()).toMatchObject([{ path: join(open.sampleDir, "b.gguf"), problem: null }]);
});

test("a folder that is no longer looked through takes its models off the list, and brings them back", async () => {
  const other = join(folder, "other");
  await mkdir(other);
  await writeGguf(join(other, "ada.gguf"), tinyModel({ name: "Ada" }));
  await open.models.addFolder(other);
  await open.scan();
  const [before] = await open.list();
  open.models.removeFolder(other);
  expect(await open.list()).toEqual([]);
  await open.models.addFolder(other);
  await open.scan();
  expect(await open.list()).toMatchObject([{ id: before?.id, name: "Ada", problem: null }]);
});

test("files read by an earlier version are read again, and keep what is theirs", async () => {
  await open.write("ada.gguf", { name: "Ada" });
  await open.scan();
  const [record] = open.models.library.listed();
  if (record === undefined) throw new Error("no model was found");
  open.models.library.update(record.id, { facts: { ...record.facts, about: NOTHING_SAID }, name: "Mine" });
  await open.scan();
  const [again] = open.models.library.listed();
  expect(again).toMatchObject({ id: record.id, name: "Mine", facts: { about: { version: ABOUT_VERSION } } });
  expect(again?.facts.about.tensorTypes).toMatchObject([{ type: "F32" }]);
});

test("a file is not read again because of the fraction of a millisecond at which it was written", async () => {
  const path = await open.write("ada.gguf", { name: "Ada" });
  // As a number of milliseconds this is the next one.
  await utimes(path, 1_795_413_377.123, 1_795_413_377.122_999_9);
  await open.scan();
  const [known] = open.models.library.listed();
  expect(known?.modifiedMs).toBe((await lookAt(path))?.modifiedMs);
});
