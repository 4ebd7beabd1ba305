import { join } from "node:path";
import { type GgufFileInfo, readGgufFileInfo } from "node-llama-cpp";
import { expect, it } from "vitest";
import { readGgufHeader, type GgufHeader } from "#main/lib/gguf/read.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { fileInfoOf } from "./file-info.ts";
import { temporaryFolder } from "./testing.ts";

it("says of a file what node-llama-cpp reads in it, but for the words", async () => {
  const path = join(temporaryFolder(), "tiny.gguf");
  await writeGguf(path, tinyModel());
  const theirs = await readGgufFileInfo(path, { sourceType: "filesystem" });
  const ours = fileInfoOf(path, await readGgufHeader(path));
  expect(ours.fullTensorInfo).toEqual(theirs.fullTensorInfo);
  expect(ours.infoEndOffset).toBe(theirs.infoEndOffset);
  expect(ours.sourceData).toEqual(theirs.sourceData);
  const general = (info: GgufFileInfo): object => ({ ...info.metadata.general });
  expect(general(ours)).toEqual(general(theirs));
  expect({ ...ours.architectureMetadata.attention }).toEqual({ ...theirs.architectureMetadata.attention });
  expect(ours.metadata.tokenizer.chat_template).toBe(theirs.metadata.tokenizer.chat_template);
  expect(ours.metadata.tokenizer.ggml.tokens).toHaveLength(theirs.metadata.tokenizer.ggml.tokens.length);
});

it("takes any names: beside one another, below a value, and those that JavaScript knows", () => {
  const header = {
    metadata: new Map<string, unknown>([
      ["tokenizer.chat_template.rerank", "r"],
      ["tokenizer.chat_template", "t"],
      ["a", 1],
      ["a.b", 2],
      ["c.d", 3],
      ["c", 4],
      ["__proto__.polluted", true],
      ["constructor", 5],
    ]),
    lengths: new Map(),
    tensors: [],
  } as unknown as GgufHeader;
  const { metadata } = fileInfoOf("file", header) as unknown as { metadata: Record<string, Record<string, unknown>> };
  expect(metadata["tokenizer"]).toEqual({ chat_template: "t", "chat_template.rerank": "r" });
  expect([metadata["a"], metadata["a.b"]]).toEqual([1, 2]);
  expect(metadata["c"]).toEqual({ d: 3 });
  expect(metadata["constructor"]).toBe(5);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
