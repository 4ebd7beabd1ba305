import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { GgufProblem } from "./byte-reader.ts";
import type { GgufHeader } from "./read.ts";
import type { GgufTensor } from "./tensors.ts";

/** Holds whole values and blocks of every type that is looked at: 4, 2, 34, 18 and 22 bytes. */
const CHUNK_BYTES = 4 * 34 * 9 * 11 * 256;

/** Block types whose first two bytes are their scale in half precision; the rest are whole numbers. */
const SCALED_BLOCK_BYTES: Readonly<Record<string, number>> = { Q8_0: 34, Q4_0: 18, Q5_0: 22 };

/**
 * Looks at every value of every tensor: one that is not a number makes every answer empty, and nothing complains of it.
 * Throws GgufProblem for the first that is not finite, and for a file that ends too early.
 */
export async function checkFinite(path: string, header: GgufHeader, signal?: AbortSignal): Promise<void> {
  const file = await open(path, constants.O_RDONLY);
  const buffer = Buffer.alloc(CHUNK_BYTES);
  try {
    for (const tensor of header.tensors) {
      let at = header.dataOffset + tensor.offset;
      const end = at + tensor.sizeBytes;
      while (at < end) {
        signal?.throwIfAborted();
        const bytes = Math.min(CHUNK_BYTES, end - at);
        const { bytesRead } = await file.read(buffer, 0, bytes, at);
        if (bytesRead < bytes) throw new GgufProblem("it ends in the middle of its values");
        checkChunk(tensor, buffer.subarray(0, bytes));
        at += bytes;
      }
    }
  } finally {
    await file.close();
  }
}

function checkChunk(tensor: GgufTensor, bytes: Buffer): void {
  const step = SCALED_BLOCK_BYTES[tensor.type];
  if (step !== undefined) {
    for (let at = 0; at < bytes.length; at += step) {
      const bits = bytes.readUInt16LE(at);
      if ((bits & 0x7c00) === 0x7c00) throw notFinite(tensor, (bits & 0x3ff) !== 0);
    }
    return;
  }
  if (tensor.type === "F32") {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    for (const bits of words)
      if ((bits & 0x7f80_0000) === 0x7f80_0000) throw notFinite(tensor, (bits & 0x7f_ffff) !== 0);
    return;
  }
  const exponent = tensor.type === "F16" ? 0x7c00 : tensor.type === "BF16" ? 0x7f80 : null;
  if (exponent === null) throw new GgufProblem(`its values are stored as ${tensor.type}, which cannot be checked`);
  const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const mantissa = ~exponent & 0x7fff;
  for (const bits of words) if ((bits & exponent) === exponent) throw notFinite(tensor, (bits & mantissa) !== 0);
}

function notFinite({ name }: GgufTensor, isNan: boolean): GgufProblem {
  const what = isNan ? "a value that is not a number (NaN)" : "an infinite value";
  return new GgufProblem(`it is damaged: ${name} holds ${what}, which would spoil every answer`);
}
