import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { gguf, type GgufFile, writeGguf } from "#main/lib/gguf/write.ts";
import { checkModel } from "./check-model.ts";
import { openNetwork } from "./open-network.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "network-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function open(file: GgufFile) {
  const path = join(folder, "tiny.gguf");
  await writeGguf(path, file);
  return openNetwork({ path, name: "Tiny" }, { ...USUAL_SETTINGS, device: "cpu", threads: 1 });
}

it("names the architectures that it knows when it is given another", async () => {
  await expect(open(tinyModel({ architecture: "mamba" }))).rejects.toMatchObject({
    code: "UNSUPPORTED_ARCHITECTURE",
    data: { model: "Tiny", architecture: "mamba", supported: "llama, qwen2, qwen3, gemma3, phi3" },
  });
});

it("refuses a vocabulary without weights", async () => {
  const { metadata } = tinyModel();
  await expect(open({ metadata, tensors: [] })).rejects.toMatchObject({
    code: "MODEL_INVALID",
    data: { problem: expect.stringContaining("vocabulary alone") },
  });
});

it("refuses a part of a split model", async () => {
  const { metadata, tensors } = tinyModel();
  const split = { ...metadata, "split.count": { type: "u16", value: 3 } as const, "split.no": gguf.u32(0) };
  await expect(open({ metadata: split, tensors })).rejects.toMatchObject({
    code: "MODEL_INVALID",
    data: { problem: expect.stringContaining("3 files") },
  });
});

it("refuses a type that it does not read, and says which tensor has it", async () => {
  const { metadata, tensors } = tinyModel();
  const odd = tensors.map((tensor) =>
    tensor.name === "blk.1.ffn_up.weight"
      ? { ...tensor, type: "IQ4_NL", data: new Uint8Array((64 * 128 * 18) / 32) }
      : tensor,
  );
  await expect(open({ metadata, tensors: odd })).rejects.toMatchObject({
    code: "MODEL_INVALID",
    data: { problem: expect.stringContaining("blk.1.ffn_up.weight is stored as IQ4_NL") },
  });
});

it("refuses a mixture of experts", async () => {
  const { metadata, tensors } = tinyModel();
  await expect(open({ metadata: { ...metadata, "llama.expert_count": gguf.u32(8) }, tensors })).rejects.toMatchObject({
    code: "MODEL_INVALID",
    data: { problem: expect.stringContaining("mixture of experts") },
  });
});

/** Before texts are read, which may be many. */
it("refuses all of these by the beginning of the file alone", async () => {
  const { metadata, tensors } = tinyModel();
  const path = join(folder, "tiny.gguf");
  const check = async (file: GgufFile) => {
    await writeGguf(path, file);
    return checkModel({ path, name: "Tiny" });
  };
  await check({ metadata, tensors });
  await expect(check(tinyModel({ architecture: "mamba" }))).rejects.toMatchObject({ code: "UNSUPPORTED_ARCHITECTURE" });
  const refused: [GgufFile, string][] = [
    [{ metadata, tensors: [] }, "vocabulary alone"],
    [{ metadata: { ...metadata, "split.count": { type: "u16", value: 3 } }, tensors }, "3 files"],
    [{ metadata: { ...metadata, "llama.expert_count": gguf.u32(8) }, tensors }, "mixture of experts"],
    [{ metadata: { ...metadata, "general.type": gguf.string("adapter") }, tensors: [] }, "It is an adapter."],
  ];
  for (const [file, words] of refused) {
    await expect(check(file)).rejects.toMatchObject({
      code: "MODEL_INVALID",
      data: { problem: expect.stringContaining(words) },
    });
  }
});

it("says what is missing of a model that lacks a tensor", async () => {
  const { metadata, tensors } = tinyModel();
  const less = tensors.filter(({ name }) => name !== "blk.0.attn_k.weight");
  await expect(open({ metadata, tensors: less })).rejects.toMatchObject({
    code: "MODEL_INVALID",
    data: { problem: expect.stringContaining("blk.0.attn_k.weight") },
  });
});
