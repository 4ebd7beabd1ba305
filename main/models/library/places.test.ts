import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { parseGpus } from "../fit/gpus.ts";
import { knownPlaces, ollamaFolders } from "./places.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
beforeEach(async () => {
  folder = temporaryFolder();
  open = await openModels(folder.path, { system: { platform: "linux", env: {}, homeDir: folder.path } });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function put(path: string, bytes: string | Buffer): Promise<void> {
  const whole = join(folder.path, path);
  await mkdir(join(whole, ".."), { recursive: true });
  await writeFile(whole, bytes);
}

test("models of other programs are found where each keeps them, and used there", async () => {
  const digest = "a".repeat(64);
  const manifest = {
    layers: [
      { mediaType: "application/vnd.ollama.image.model", digest: `sha256:${digest}` },
      { mediaType: "application/vnd.ollama.image.template", digest: `sha256:${"b".repeat(64)}` },
    ],
  };
  const model = (seed: number) => encodeGguf(tinyModel({ name: `Model ${seed}`, seed }));
  await put(".lmstudio/models/publisher/model/one.gguf", model(1));
  await put(".cache/huggingface/hub/models--a--b/snapshots/rev/two.gguf", model(2));
  await put(".cache/llama.cpp/three.gguf", model(3));
  await put(".local/share/nomic.ai/GPT4All/four.gguf", model(4));
  await put(".local/share/Jan/data/llamacpp/models/five/model.gguf", model(5));
  await put(`.ollama/models/blobs/sha256-${digest}`, model(6));
  await put(".ollama/models/manifests/registry/library/ada/270m", JSON.stringify(manifest));
  await put(".ollama/models/manifests/registry/library/broken/1b", "{");
  await open.scan();
  const found = (await open.list()).map(({ name, keptIn, problem }) => `${name} in ${keptIn}${problem ? "!" : ""}`);
  expect(found.sort()).toEqual([
    "Model 1 in lm-studio",
    "Model 2 in hugging-face",
    "Model 3 in llama-cpp",
    "Model 4 in gpt4all",
    "Model 5 in jan",
    "ada:270m in ollama",
  ]);
});

test("places follow what the user has set for those programs", () => {
  const env = { HF_HOME: "/data/hf", LLAMA_CACHE: "/data/llama", OLLAMA_MODELS: "/data/ollama" };
  const system = { platform: "linux", env, homeDir: "/home/ada" } as const;
  const places = knownPlaces(system);
  expect(places).toContainEqual({ path: "/data/hf/hub", keptIn: "hugging-face" });
  expect(places).toContainEqual({ path: "/data/llama", keptIn: "llama-cpp" });
  expect(ollamaFolders(system)).toEqual(["/data/ollama"]);
});

test("cards are read from the driver's own list, and nothing else is taken for one", () => {
  expect(parseGpus("NVIDIA GeForce RTX 4070, 12282, 5432\nNo devices were found\n, ,\n")).toEqual([
    { name: "NVIDIA GeForce RTX 4070", totalBytes: 12_282 * 1_048_576, freeBytes: 5_432 * 1_048_576 },
  ]);
});
