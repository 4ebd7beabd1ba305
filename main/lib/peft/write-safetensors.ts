import { open } from "node:fs/promises";
import { SAFE_BYTES, type SafeType } from "./safetensors.ts";

/** A tensor whose values are made when its turn comes. */
export interface SafeTensorSource {
  readonly name: string;
  readonly type: SafeType;
  /** As PyTorch has them, the slowest first. */
  readonly shape: readonly number[];
  /** As they lie in the file. */
  data(): Promise<Uint8Array>;
}

/**
 * Writes a safetensors file tensor by tensor, and syncs it. The data of each begins at a multiple of its numbers' size, as readers that map
 * the file into memory want it. `onProgress` hears which share is written.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly SafeTensorSource[],
  onProgress: (fraction: number) => void = () => undefined,
): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(headOf(tensors));
    const total = tensors.reduce((sum, tensor) => sum + bytesOf(tensor), 0);
    let written = 0;
    for (const tensor of tensors) {
      const bytes = await tensor.data();
      if (bytes.byteLength !== bytesOf(tensor)) {
        throw new Error(`${tensor.name} takes ${bytesOf(tensor)} bytes, but has ${bytes.byteLength}`);
      }
      await file.writeFile(bytes);
      written += bytes.byteLength;
      onProgress(written / total);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Its length in eight bytes, and JSON, filled up with spaces to a multiple of eight. */
function headOf(tensors: readonly SafeTensorSource[]): Buffer {
  let offset = 0;
  const entries = tensors.map((tensor) => {
    const begin = offset;
    offset += bytesOf(tensor);
    return [tensor.name, { dtype: tensor.type, shape: tensor.shape, data_offsets: [begin, offset] }] as const;
  });
  // Without it transformers does not know for which of its libraries the file is.
  const json = JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(entries) });
  const bytes = Buffer.byteLength(json);
  const head = Buffer.alloc(8 + Math.ceil(bytes / 8) * 8, " ");
  head.writeBigUInt64LE(BigInt(head.length - 8));
  head.write(json, 8);
  return head;
}

function bytesOf({ shape, type }: SafeTensorSource): number {
  return shape.reduce((product, length) => product * length, SAFE_BYTES[type]);
}
