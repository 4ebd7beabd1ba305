import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createJobs } from "#main/jobs/service.ts";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { gguf, writeGguf } from "#main/lib/gguf/write.ts";
import { createLog } from "#main/lib/log.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";
import { createAdapters } from "./service.ts";
import { runTask } from "./tasks.ts";
import { shelfOf } from "./testing.ts";

const BASE = "ab".repeat(32);
let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
const opened: ReturnType<typeof createAdapters>[] = [];
beforeEach(async () => {
  folder = temporaryFolder();
  open = await openModels(folder.path);
});
afterEach(async () => {
  for (const adapters of opened.splice(0)) adapters[Symbol.dispose]();
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** The folder of an app as it is installed here, with one adapter in it. */
async function installed(name: string): Promise<string> {
  const path = join(folder.path, name);
  mkdirSync(path);
  const file = tinyAdapter({ name: "Answers" });
  const metadata = { ...file.metadata, "cloister.base_model.sha256": gguf.string(BASE) };
  await writeGguf(join(path, "answers.gguf"), { ...file, metadata });
  return path;
}

function start(bundledFolder: string) {
  const { models, store, dataDir } = open;
  const { library, inspector } = models;
  const adapters = createAdapters({
    ...{ library, inspector, store, dataDir, run: runTask },
    // Each start of the app has its own.
    jobs: createJobs({ store, log: createLog({ level: "silent" }) }),
    onChanged: (tell) => models.onChanged(tell),
    defaultModelId: () => null,
    bundled: { folder: bundledFolder, sha256Of: ({ name }) => (name === "Sample" ? BASE : null) },
  });
  opened.push(adapters);
  return adapters;
}

const add = async (name: string) => (await open.models.addFile(await open.write(`${name}.gguf`, { name }))).id;

test("comes onto the shelf with the model that it was made for, and new chats with that one begin with it", async () => {
  const adapters = start(await installed("app"));
  const other = await add("Other");
  expect((await shelfOf(adapters, other)).adapters).toEqual([]);
  const sample = await add("Sample");
  await expect.poll(async () => (await shelfOf(adapters, sample)).adapters.length).toBe(1);
  const shelf = await shelfOf(adapters, sample);
  expect(shelf.adapters).toMatchObject([{ name: "Answers", isBundled: true, problem: null }]);
  expect(shelf.usual).toMatchObject([{ name: "Answers", scale: 1 }]);
  expect(adapters.forChats.usualAdapters(sample)).toEqual(shelf.usual);
  expect(adapters.forChats.usualAdapters(other)).toEqual([]);
  // It would end a text where an answer ends.
  expect(adapters.forChats.usualAdapters(sample, "text")).toEqual([]);
  expect(shelf.usualInTexts).toEqual([]);
});

test("what was switched off stays off", async () => {
  const path = await installed("app");
  const adapters = start(path);
  const sample = await add("Sample");
  await expect.poll(async () => (await shelfOf(adapters, sample)).usual.length).toBe(1);
  adapters.setUsual(sample, []);
  expect((await shelfOf(adapters, sample)).usual).toEqual([]);
  expect((await shelfOf(start(path), sample)).usual).toEqual([]);
});

test("an app that is installed elsewhere has the same adapter, with what was chosen of it", async () => {
  const first = start(await installed("app"));
  const sample = await add("Sample");
  await expect.poll(async () => (await shelfOf(first, sample)).usual.length).toBe(1);
  const [use] = (await shelfOf(first, sample)).usual;
  if (use === undefined) throw new Error("none");
  first.setUsual(sample, [{ ...use, scale: 0.4 }]);
  const moved = await installed("moved");
  const second = start(moved);
  await expect.poll(async () => (await shelfOf(second, sample)).adapters[0]?.path).toBe(join(moved, "answers.gguf"));
  const shelf = await shelfOf(second, sample);
  expect(shelf.adapters).toHaveLength(1);
  expect(shelf.usual).toMatchObject([{ adapterId: use.adapterId, scale: 0.4 }]);
});
