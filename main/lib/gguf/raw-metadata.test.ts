import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRawMetadata } from "./raw-metadata.ts";
import { tinyModel } from "./tiny-model.ts";
import { encodeGguf, gguf } from "./write.ts";

test("metadata that is copied as it lies there gives the same file, byte by byte, its vocabulary included", async () => {
  const folder = mkdtempSync(join(tmpdir(), "raw-"));
  const model = tinyModel();
  const before = encodeGguf(model);
  const path = join(folder, "model.gguf");
  writeFileSync(path, before);
  const metadata = await readRawMetadata(path);
  expect([...metadata.keys()]).toEqual(Object.keys(model.metadata));
  expect(encodeGguf({ ...model, metadata: Object.fromEntries(metadata) }).equals(before)).toBe(true);

  const renamed = { ...Object.fromEntries(metadata), "general.name": gguf.string("Another") };
  writeFileSync(path, encodeGguf({ ...model, metadata: renamed }));
  expect(readFileSync(path).includes("Another")).toBe(true);
  expect((await readRawMetadata(path)).size).toBe(metadata.size);
  rmSync(folder, { recursive: true });
});
