import type { FileHandle } from "node:fs/promises";
import { z } from "zod";
import { AdapterProblem } from "./problem.ts";

/** A tensor of a safetensors file: dimensions as PyTorch has them, the slowest first. */
export interface SafeTensor {
  readonly name: string;
  readonly type: SafeType;
  readonly shape: readonly number[];
  /** In the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

export type SafeType = "F32" | "F16" | "BF16";

/** Of one number. */
export const SAFE_BYTES: Readonly<Record<SafeType, number>> = { F32: 4, F16: 2, BF16: 2 };

/** An adapter's list of tensors has some 100 bytes for each of some hundred; the format allows 100 MB. */
const MAX_HEADER_BYTES = 16 * 2 ** 20;
const MAX_TENSORS = 32_768;
/** One half of what is added to one part: 262,144 words at rank 512 in F32 are as much. */
const MAX_TENSOR_BYTES = 512 * 2 ** 20;

const length = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const entry = z.object({
  dtype: z.string().max(20),
  shape: z.array(length).max(4),
  data_offsets: z.tuple([length, length]),
});

/** Reads the list of tensors of a safetensors file without believing a word of it. Throws AdapterProblem. */
export async function readSafetensors(file: FileHandle): Promise<SafeTensor[]> {
  const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
  if (!isFile) throw new AdapterProblem("it is not a file");
  if (size < 8) throw new AdapterProblem("it is too short for a safetensors file");
  const headerBytes = Number((await readExactly(file, 0, 8)).readBigUInt64LE(0));
  if (headerBytes > MAX_HEADER_BYTES || headerBytes > size - 8) {
    throw new AdapterProblem("it is no safetensors file, or not complete");
  }
  const entries = parseHeader((await readExactly(file, 8, headerBytes)).toString("utf8"));
  const tensors = entries.map(([name, value]) => tensorOf(name, value, 8 + headerBytes));
  checkLayout(tensors, 8 + headerBytes, size);
  return tensors;
}

function parseHeader(json: string): [string, unknown][] {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    throw new AdapterProblem("it is no safetensors file: its list of tensors is not JSON");
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new AdapterProblem("it is no safetensors file: it has no list of tensors");
  }
  const entries = Object.entries(content).filter(([name]) => name !== "__metadata__");
  if (entries.length === 0) throw new AdapterProblem("there is nothing in it");
  if (entries.length > MAX_TENSORS) throw new AdapterProblem("it claims more tensors than any adapter has");
  return entries;
}

function tensorOf(name: string, value: unknown, dataOffset: number): SafeTensor {
  const shown = name.slice(0, 80);
  const parsed = entry.safeParse(value);
  if (!parsed.success) throw new AdapterProblem(`what it says about ${shown} is not as it should be`);
  const { dtype, shape, data_offsets } = parsed.data;
  if (!isSafeType(dtype)) throw new AdapterProblem(`${shown} is stored as ${dtype}, which is not read`);
  const [begin, end] = data_offsets;
  const sizeBytes = shape.reduce((product, length) => product * length, SAFE_BYTES[dtype]);
  if (end - begin !== sizeBytes) throw new AdapterProblem(`${shown} has another size than it says`);
  if (sizeBytes > MAX_TENSOR_BYTES) throw new AdapterProblem(`${shown} is larger than any adapter's`);
  return { name, type: dtype, shape, offset: dataOffset + begin, sizeBytes };
}

/** The format wants one tensor right behind the other, to the end of the file. */
function checkLayout(tensors: readonly SafeTensor[], dataOffset: number, fileBytes: number): void {
  let expected = dataOffset;
  for (const { name, offset, sizeBytes } of tensors.toSorted(
    (a, b) => a.offset - b.offset || a.sizeBytes - b.sizeBytes,
  )) {
    if (offset !== expected) throw new AdapterProblem(`${name.slice(0, 80)} does not lie where it should`);
    expected = offset + sizeBytes;
  }
  if (expected > fileBytes) {
    throw new AdapterProblem(`it is not complete: ${fileBytes} of ${expected} bytes are here`);
  }
}

/** Values as 32-bit numbers, exactly as they are stored. */
export async function readValues(file: FileHandle, tensor: SafeTensor): Promise<Float32Array> {
  const bytes = await readExactly(file, tensor.offset, tensor.sizeBytes);
  if (tensor.type === "F32") return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const values = new Float32Array(halves.length);
  if (tensor.type === "BF16") {
    // The upper half of a 32-bit number.
    const bits = new Uint32Array(values.buffer);
    for (let index = 0; index < halves.length; index++) bits[index] = (halves[index] ?? 0) << 16;
    return values;
  }
  for (let index = 0; index < halves.length; index++) values[index] = halfValue(halves[index] ?? 0);
  return values;
}

/** The number that 16 bits in half precision mean (IEEE 754). */
export function halfValue(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1_024) * 2 ** (exponent - 15);
}

/** In memory of its own, so that it may be looked at as numbers of any size. */
async function readExactly(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(bytes));
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw new AdapterProblem("it ends in the middle of its values");
    done += bytesRead;
  }
  return buffer;
}

function isSafeType(type: string): type is SafeType {
  return Object.hasOwn(SAFE_BYTES, type);
}
