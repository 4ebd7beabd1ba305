import { open } from "node:fs/promises";
import { encodeGgufHead, type GgufFile, type GgufTensorData } from "./write.ts";

/** A tensor whose data is made when its turn comes. */
export interface GgufTensorSource extends Omit<GgufTensorData, "data"> {
  readonly bytes: number;
  /** Of exactly `bytes` bytes. */
  data(): Promise<Uint8Array>;
}

/**
 * Writes a GGUF file tensor by tensor, so that only one of them is in memory, and syncs it. A file in its place is written over.
 * `onProgress` hears the bytes that are written.
 */
export async function writeGgufInPieces(
  path: string,
  file: Omit<GgufFile, "tensors"> & { tensors: readonly GgufTensorSource[] },
  onProgress: (bytes: number) => void = () => undefined,
): Promise<void> {
  const { head, alignment } = encodeGgufHead(file);
  const handle = await open(path, "w");
  try {
    await handle.writeFile(head);
    let written = head.byteLength;
    for (const { name, bytes, data } of file.tensors) {
      const values = await data();
      if (values.byteLength !== bytes)
        throw new Error(`Tensor ${name} takes ${bytes} bytes, but has ${values.byteLength}`);
      await handle.writeFile(values);
      const padding = (alignment - (bytes % alignment)) % alignment;
      if (padding > 0) await handle.writeFile(Buffer.alloc(padding));
      written += bytes + padding;
      onProgress(written);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
