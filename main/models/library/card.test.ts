import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf, gguf, writeGguf } from "#main/lib/gguf/write.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
const binned: string[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  binned.length = 0;
  open = await openModels(folder.path, {
    childHost: createNodeChildHost(),
    system: { platform: "linux", env: {}, homeDir: folder.path },
    host: {
      async moveToBin(path) {
        binned.push(path);
        await rename(path, `${path}.binned`);
      },
    },
  });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const idOf = async (name: string): Promise<string> =>
  (await open.list()).find((model) => model.name === name)?.id ?? "";
const sha256 = async (path: string) =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");

async function checked(modelId: string): Promise<void> {
  const { jobId } = open.models.checkFiles(modelId);
  await vi.waitFor(() => expect(open.jobs.list().find(({ id }) => id === jobId)?.endedAt).not.toBeNull(), 10_000);
}

describe("the SHA-256 of a model", () => {
  test("is taken by a job, kept, and old as soon as the file is another", async () => {
    const path = await open.write("ada.gguf", { name: "Ada" });
    await open.scan();
    const id = await idOf("Ada");
    expect((await open.models.card(id)).checksum).toEqual({ state: "none", matches: null, checkedAt: null });
    await checked(id);
    const card = await open.models.card(id);
    expect(card.checksum).toMatchObject({ state: "fresh", matches: null });
    expect(card.files).toMatchObject([{ path, sha256: await sha256(path) }]);
    await open.write("ada.gguf", { name: "Ada", seed: 2 });
    expect(await open.models.card(id)).toMatchObject({ checksum: { state: "stale" }, files: [{ sha256: null }] });
  });

  test("is compared with the one that Ollama's and Hugging Face's files are named after", async () => {
    const good = encodeGguf(tinyModel({ name: "Good" }));
    const bad = encodeGguf(tinyModel({ name: "Bad", seed: 2 }));
    const digest = createHash("sha256").update(good).digest("hex");
    const hub = join(folder.path, ".cache", "huggingface", "hub", "models--ada--engine");
    for (const [name, blob, bytes] of [
      ["good.gguf", digest, good],
      ["bad.gguf", "f".repeat(64), bad],
    ] as const) {
      await mkdir(join(hub, "blobs"), { recursive: true });
      await mkdir(join(hub, "snapshots", "rev"), { recursive: true });
      await writeFile(join(hub, "blobs", blob), bytes);
      await symlink(join("..", "..", "blobs", blob), join(hub, "snapshots", "rev", name));
    }
    await open.scan();
    const [goodId, badId] = [await idOf("Good"), await idOf("Bad")];
    await checked(goodId);
    await checked(badId);
    const card = await open.models.card(goodId);
    expect(card).toMatchObject({
      checksum: { state: "fresh", matches: true },
      origin: { name: "ada/engine", saidBy: "place" },
      isOurs: false,
    });
    expect((await open.models.card(badId)).checksum).toMatchObject({ matches: false });
    const problem = { code: "CHECKSUM_MISMATCH", data: { expected: "f".repeat(64) } };
    expect((await open.list()).find(({ id }) => id === badId)?.problem).toMatchObject(problem);
    const waiting = { signal: new AbortController().signal, onProgress: () => undefined };
    await expect(open.models.acquire(badId, waiting)).rejects.toMatchObject({ code: "CHECKSUM_MISMATCH" });
  });
});

test("models of the same content are shown as such, for certain once both were read", async () => {
  const path = await open.write("one.gguf", { name: "Ada" });
  await copyFile(path, join(dirname(path), "two.gguf"));
  await open.write("other.gguf", { name: "Other", seed: 2 });
  await open.scan();
  const list = await open.list();
  expect(list.map(({ name, isDouble }) => [name, isDouble])).toEqual([
    ["Ada", true],
    ["Other", false],
    ["Ada", true],
  ]);
  const id = list[0]?.id ?? "";
  expect((await open.models.card(id)).doubles).toMatchObject([{ name: "Ada", certain: false }]);
  await checked(id);
  expect((await open.models.card(id)).doubles).toMatchObject([{ name: "Ada", certain: true }]);
});

test("a projector is listed with the model it belongs to, and that model knows it", async () => {
  const projector = (name: string, width: number) => {
    const { tensors } = tinyModel();
    return writeGguf(join(open.sampleDir, name), {
      metadata: {
        "general.architecture": gguf.string("clip"),
        "general.type": gguf.string("mmproj"),
        "general.name": gguf.string(name),
        "clip.has_vision_encoder": gguf.bool(true),
        "clip.vision.projection_dim": gguf.u32(width),
      },
      tensors: tensors.slice(0, 1),
    });
  };
  await open.write("ada.gguf", { name: "Ada" });
  await projector("mmproj-ada.gguf", 64);
  await projector("mmproj-other.gguf", 4_096);
  await open.scan();
  const list = await open.list();
  expect(list.map(({ name, kind, partOf }) => [name, kind, partOf])).toEqual([
    ["Ada", "chat", null],
    ["mmproj-ada.gguf", "projector", "Ada"],
    ["mmproj-other.gguf", "projector", null],
  ]);
  expect((await open.models.card(list[0]?.id ?? "")).projectors).toMatchObject([{ name: "mmproj-ada.gguf" }]);
  expect(await open.models.card(list[1]?.id ?? "")).toMatchObject({
    belongsTo: [{ modelId: list[0]?.id }],
    reads: { images: true, sound: false },
  });
});

test("notes and favourites are kept over a restart", async () => {
  await open.write("ada.gguf", { name: "Ada" });
  await open.scan();
  const id = await idOf("Ada");
  open.models.setNote(id, "  Writes good letters.  ");
  open.models.setFavourite(id, true);
  await open[Symbol.asyncDispose]();
  open = await openModels(folder.path);
  expect(await open.list()).toMatchObject([{ id, note: "Writes good letters.", isFavourite: true }]);
});

describe("moving to the bin", () => {
  test("takes what is Cloister's own, and lists it again when it comes back from there", async () => {
    const path = await open.write("ada.gguf", { name: "Ada" });
    await open.scan();
    const id = await idOf("Ada");
    expect(await open.models.card(id)).toMatchObject({ isOurs: true });
    await open.models.moveToBin(id);
    expect(binned).toEqual([path]);
    expect(await open.list()).toEqual([]);
    await open.scan();
    expect(await open.list()).toEqual([]);
    await rename(`${path}.binned`, path);
    await open.scan();
    expect(await open.list()).toMatchObject([{ id, problem: null }]);
  });

  test("leaves what other programs and the user keep", async () => {
    const other = join(folder.path, ".lmstudio", "models", "pub", "repo");
    await mkdir(other, { recursive: true });
    await writeGguf(join(other, "eve.gguf"), tinyModel({ name: "Eve", seed: 3 }));
    await open.scan();
    const id = await idOf("Eve");
    expect(await open.models.card(id)).toMatchObject({ isOurs: false, origin: { name: "pub/repo" } });
    await expect(open.models.moveToBin(id)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(binned).toEqual([]);
    expect(await open.list()).toMatchObject([{ name: "Eve", problem: null }]);
  });
});

test("a file that took a model's place is that model once it is accepted", async () => {
  await open.write("ada.gguf", { name: "Ada" });
  await open.scan();
  const id = await idOf("Ada");
  await open.write("ada.gguf", { name: "Ada 2", seed: 2 });
  await open.scan();
  expect(await open.list()).toMatchObject([{ id, problem: { code: "MODEL_CHANGED" } }]);
  await open.models.acceptChange(id);
  expect(await open.list()).toMatchObject([{ id, name: "Ada 2", problem: null }]);
});
