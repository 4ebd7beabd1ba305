import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf, writeGguf } from "#main/lib/gguf/write.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
let stick: string;

beforeEach(async () => {
  folder = temporaryFolder();
  stick = join(folder.path, "stick");
  await mkdir(stick);
  open = await openModels(folder.path, { watching: { settleMs: 60, askEveryMs: 20 } });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const seen = async () =>
  (await open.list()).map(({ name, problem }) => (problem === null ? name : `${name}: ${problem.code}`));
const expectSoon = (list: string[]) => vi.waitFor(async () => expect(await seen()).toEqual(list), { timeout: 5_000 });

test("what is put into a folder, taken out or renamed shows by itself, also in new folders", async () => {
  open.models.begin();
  await open.models.addFolder(stick);
  await writeGguf(join(stick, "ada.gguf"), tinyModel({ name: "Ada", seed: 1 }));
  await expectSoon(["Ada"]);
  await mkdir(join(stick, "new", "deep"), { recursive: true });
  await writeGguf(join(stick, "new", "deep", "eve.gguf"), tinyModel({ name: "Eve", seed: 2 }));
  await expectSoon(["Ada", "Eve"]);
  await rename(join(stick, "ada.gguf"), join(stick, "new", "ada.gguf"));
  await vi.waitFor(async () => expect((await open.list())[0]?.path).toBe(join(stick, "new", "ada.gguf")), 5_000);
  await rm(join(stick, "new", "ada.gguf"));
  await expectSoon(["Ada: MODEL_NOT_FOUND", "Eve"]);
});

test("a drive that is taken out is said of its models and its folder; all come back with it", async () => {
  await writeGguf(join(stick, "ada.gguf"), tinyModel({ name: "Ada" }));
  await open.models.addFolder(stick);
  await open.scan();
  open.models.begin();
  const [before] = await open.list();
  await vi.waitFor(async () => expect((await open.models.get()).scanning).toBe(false));
  await new Promise((r) => setTimeout(r, 50));

  await rename(stick, `${stick}-taken-out`);
  await expectSoon(["Ada: MODEL_AWAY"]);
  expect((await open.models.get()).folders).toEqual([{ path: stick, state: "gone" }]);
  expect((await open.list())[0]?.problem?.data).toEqual({ model: "Ada", folder: stick });
  const waiting = { signal: new AbortController().signal, onProgress: () => undefined };
  await expect(open.models.acquire(before?.id ?? null, waiting)).rejects.toMatchObject({ code: "MODEL_AWAY" });

  await rename(`${stick}-taken-out`, stick);
  await expectSoon(["Ada"]);
  expect((await open.list())[0]?.id).toBe(before?.id);
  expect((await open.models.get()).folders).toEqual([{ path: stick, state: "here" }]);
});

test("where a drive was mounted and only its empty folder is left, the drive is missing, and no file", async () => {
  await writeGguf(join(stick, "ada.gguf"), tinyModel({ name: "Ada" }));
  await open.models.addFolder(stick);
  await open.scan();
  await rename(join(stick, "ada.gguf"), join(folder.path, "elsewhere"));
  await open.scan();
  expect(await seen()).toEqual(["Ada: MODEL_AWAY"]);
});

test("a file that is still being written is not called broken", async () => {
  open.models.begin();
  await open.models.addFolder(stick);
  await open.scan();
  const path = join(stick, "ada.gguf");
  const bytes = encodeGguf(tinyModel({ name: "Ada" }));
  const said = new Set<string>();
  const watching = new AbortController();
  const watched = (async () => {
    for await (const event of open.models.watch(watching.signal)) {
      if (event.type === "models") event.models.forEach(({ problem }) => said.add(problem?.code ?? "well"));
    }
  })();
  for (let part = 1; part <= 8; part++) {
    await writeFile(path, bytes.subarray(0, Math.round((bytes.length * part) / 8)));
    await new Promise((r) => setTimeout(r, 25));
  }
  await expectSoon(["Ada"]);
  await vi.waitFor(() => expect(said.size).toBe(1));
  watching.abort();
  await watched;
  expect([...said]).toEqual(["well"]);
});

test("a folder of links that lead in circles is watched like any other", async () => {
  await symlink(stick, join(stick, "again"));
  open.models.begin();
  await open.models.addFolder(stick);
  await writeGguf(join(stick, "ada.gguf"), tinyModel({ name: "Ada" }));
  await expectSoon(["Ada"]);
});
