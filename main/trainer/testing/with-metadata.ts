import { readFile } from "node:fs/promises";
import { readRawMetadata } from "#main/lib/gguf/raw-metadata.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { type GgufField, writeGguf } from "#main/lib/gguf/write.ts";
import { bytesOf } from "../ggml/numbers.ts";

/** A copy of a small model's file that says something else of itself. */
export async function writeWithMetadata(from: string, to: string, fields: Record<string, GgufField>): Promise<void> {
  const { tensors, dataOffset } = await readGgufHeader(from);
  const bytes = await readFile(from);
  await writeGguf(to, {
    metadata: { ...Object.fromEntries(await readRawMetadata(from)), ...fields },
    tensors: tensors.map(({ name, type, shape, offset, elements }) => {
      const at = dataOffset + offset;
      return { name, type, shape, data: bytes.subarray(at, at + bytesOf(type, elements)) };
    }),
  });
}
