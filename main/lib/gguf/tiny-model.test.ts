import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readGgufHeader } from "./read.ts";
import { tinyAdapter } from "./tiny-adapter.ts";
import { tinyModel } from "./tiny-model.ts";
import { encodeGguf, writeGguf } from "./write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiny-model-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a tiny model passes our own reader, with its template", async () => {
  const path = join(folder, "tiny.gguf");
  await writeGguf(path, tinyModel({ type: "Q8_0", name: "Ada" }));
  const header = await readGgufHeader(path);
  expect(header.metadata.get("general.name")).toBe("Ada");
  expect(header.metadata.get("tokenizer.chat_template")).toContain("<|im_start|>");
  expect(header.tensors.find((tensor) => tensor.name === "output.weight")?.type).toBe("Q8_0");
});

test("a base model has no template", () => {
  expect(tinyModel({ template: "none" }).metadata).not.toHaveProperty("tokenizer.chat_template");
});

test("the same seed gives the same bytes, another seed others", () => {
  expect(encodeGguf(tinyModel({ seed: 5 })).equals(encodeGguf(tinyModel({ seed: 5 })))).toBe(true);
  expect(encodeGguf(tinyModel({ seed: 5 })).equals(encodeGguf(tinyModel({ seed: 6 })))).toBe(false);
});

test("an adapter passes our own reader", async () => {
  const path = join(folder, "adapter.gguf");
  await writeGguf(path, tinyAdapter({ rank: 2 }));
  const header = await readGgufHeader(path);
  expect(header.metadata.get("general.type")).toBe("adapter");
  expect(header.tensors.map((tensor) => tensor.name)).toContain("blk.1.ffn_down.weight.lora_b");
});

test("a script that says a piece twice is refused, since it could never end", () => {
  expect(() => tinyModel({ says: ["a", "b", "a"] })).toThrow(/twice/);
});
