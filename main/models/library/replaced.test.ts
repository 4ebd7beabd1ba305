import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;

beforeEach(async () => {
  folder = temporaryFolder();
  open = await openModels(folder.path, { watching: { settleMs: 30, askEveryMs: 20 } });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const patient = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

test("of a file that is replaced while it is loaded, the answer under way goes on, and nothing else begins with it", async () => {
  await open.write("ada.gguf", { name: "Ada", seed: 1 });
  await open.scan();
  open.models.begin();
  const id = (await open.list())[0]?.id ?? "";
  const lease = await open.models.acquire(id, patient());

  await open.write("ada.gguf", { name: "Eve", seed: 2 });
  await vi.waitFor(
    async () => expect(await open.list()).toMatchObject([{ id, name: "Ada", problem: { code: "MODEL_CHANGED" } }]),
    5_000,
  );
  expect((await open.models.get()).engines).toMatchObject([{ phase: "ready" }]);
  await expect(open.models.acquire(id, patient())).rejects.toMatchObject({ code: "MODEL_CHANGED" });
  lease[Symbol.dispose]();

  await expect(open.models.acquire(id, patient())).rejects.toMatchObject({ code: "MODEL_CHANGED" });
  expect((await open.models.get()).engines.filter(({ phase }) => phase === "ready")).toEqual([]);

  // The file as it was: everything is well again.
  await open.write("ada.gguf", { name: "Ada", seed: 1 });
  await vi.waitFor(async () => expect((await open.list())[0]?.problem).toBeNull(), 5_000);
  using again = await open.models.acquire(id, patient());
  expect(again.modelId).toBe(id);
});
