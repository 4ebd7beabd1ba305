import { open } from "node:fs/promises";
import { DEFAULT_ALIGNMENT } from "./limits.ts";
import { tensorType, tensorTypeId } from "./tensor-types.ts";
import type { ScalarTypeName } from "./value-types.ts";
import { SCALAR_BYTES, VALUE_TYPE } from "./value-types.ts";

/** One value of metadata with the type it is written as; `gguf.u32(5)` and its like make them. */
export type GgufField =
  | { type: ScalarTypeName; value: number | bigint | boolean }
  | { type: "string"; value: string }
  | { type: "array"; itemType: ScalarTypeName; items: readonly (number | bigint | boolean)[] }
  | { type: "array"; itemType: "string"; items: readonly string[] }
  /** As it lies in another file, its type included (raw-metadata.ts). */
  | { type: "raw"; bytes: Uint8Array };

/** A tensor with its data as it lies in the file; encode.ts makes F32, F16 and Q8_0 from numbers. */
export interface GgufTensorData {
  name: string;
  /** A name of tensor-types.ts. */
  type: string;
  /** Fastest dimension first: [columns, rows, …]. */
  shape: readonly number[];
  data: Uint8Array;
}

export interface GgufFile {
  /** In the order in which they are written. */
  metadata: Record<string, GgufField>;
  tensors: readonly GgufTensorData[];
  /** Bytes; also written as `general.alignment` when it is not the usual 32. */
  alignment?: number;
}

export const gguf = {
  u32: (value: number): GgufField => ({ type: "u32", value }),
  i32: (value: number): GgufField => ({ type: "i32", value }),
  u64: (value: number | bigint): GgufField => ({ type: "u64", value }),
  f32: (value: number): GgufField => ({ type: "f32", value }),
  bool: (value: boolean): GgufField => ({ type: "bool", value }),
  string: (value: string): GgufField => ({ type: "string", value }),
  strings: (items: readonly string[]): GgufField => ({ type: "array", itemType: "string", items }),
  f32s: (items: readonly number[]): GgufField => ({ type: "array", itemType: "f32", items }),
  i32s: (items: readonly number[]): GgufField => ({ type: "array", itemType: "i32", items }),
  u32s: (items: readonly number[]): GgufField => ({ type: "array", itemType: "u32", items }),
};

/** Writes a GGUF file of version 3, little endian, and syncs it. A file in its place is written over. */
export async function writeGguf(path: string, file: GgufFile): Promise<void> {
  const handle = await open(path, "w");
  try {
    await handle.writeFile(encodeGguf(file));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The whole file in memory: for files of some megabytes, as adapters and test models are. */
export function encodeGguf(file: GgufFile): Buffer {
  for (const tensor of file.tensors) checkSize(tensor);
  const tensors = file.tensors.map(({ name, type, shape, data }) => ({ name, type, shape, bytes: data.byteLength }));
  const { head, alignment } = encodeGgufHead({ ...file, tensors });
  const parts = [head];
  for (const { data } of file.tensors) {
    parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    parts.push(Buffer.alloc(padded(data.byteLength, alignment) - data.byteLength));
  }
  return Buffer.concat(parts);
}

/** Everything before the tensors' data, padded; each tensor's data is then padded to `alignment` bytes. */
export function encodeGgufHead(
  file: Omit<GgufFile, "tensors"> & {
    tensors: readonly (Omit<GgufTensorData, "data"> & { readonly bytes: number })[];
  },
): { head: Buffer; alignment: number } {
  const alignment = file.alignment ?? DEFAULT_ALIGNMENT;
  const metadata: Record<string, GgufField> = { ...file.metadata };
  if (alignment !== DEFAULT_ALIGNMENT) metadata["general.alignment"] = gguf.u32(alignment);

  const parts: Uint8Array[] = [Buffer.from("GGUF", "latin1"), scalar("u32", 3)];
  parts.push(scalar("u64", file.tensors.length), scalar("u64", Object.keys(metadata).length));
  for (const [key, field] of Object.entries(metadata)) parts.push(string(key), ...encodeField(field));

  let offset = 0;
  for (const tensor of file.tensors) {
    parts.push(string(tensor.name), scalar("u32", tensor.shape.length));
    for (const length of tensor.shape) parts.push(scalar("u64", length));
    parts.push(scalar("u32", tensorTypeId(tensor.type)), scalar("u64", offset));
    offset += padded(tensor.bytes, alignment);
  }
  const headBytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  parts.push(Buffer.alloc(padded(headBytes, alignment) - headBytes));
  return { head: Buffer.concat(parts), alignment };
}

function encodeField(field: GgufField): Uint8Array[] {
  if (field.type === "raw") return [field.bytes];
  const type = scalar("u32", VALUE_TYPE[field.type]);
  if (field.type === "string") return [type, string(field.value)];
  if (field.type !== "array") return [type, scalar(field.type, field.value)];
  const head = [type, scalar("u32", VALUE_TYPE[field.itemType]), scalar("u64", field.items.length)];
  if (field.itemType === "string") return [...head, ...field.items.map(string)];
  const itemType = field.itemType;
  return [...head, ...field.items.map((item) => scalar(itemType, item))];
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([scalar("u64", bytes.byteLength), bytes]);
}

function scalar(type: ScalarTypeName, value: number | bigint | boolean): Buffer {
  const bytes = Buffer.alloc(SCALAR_BYTES[type]);
  const number = Number(value);
  switch (type) {
    case "u8":
    case "bool":
      bytes.writeUInt8(number);
      break;
    case "i8":
      bytes.writeInt8(number);
      break;
    case "u16":
      bytes.writeUInt16LE(number);
      break;
    case "i16":
      bytes.writeInt16LE(number);
      break;
    case "u32":
      bytes.writeUInt32LE(number);
      break;
    case "i32":
      bytes.writeInt32LE(number);
      break;
    case "f32":
      bytes.writeFloatLE(number);
      break;
    case "f64":
      bytes.writeDoubleLE(number);
      break;
    case "u64":
      bytes.writeBigUInt64LE(BigInt(value));
      break;
    case "i64":
      bytes.writeBigInt64LE(BigInt(value));
      break;
  }
  return bytes;
}

/** Our own mistake, so no AppError: data of another length than shape and type say would shift all that follows. */
function checkSize(tensor: GgufTensorData): void {
  const type = tensorType(tensorTypeId(tensor.type));
  if (type === undefined) throw new Error(`No tensor type is called ${tensor.type}`);
  const elements = tensor.shape.reduce((product, length) => product * length, 1);
  const bytes = (elements / type.blockItems) * type.blockBytes;
  if (bytes !== tensor.data.byteLength) {
    throw new Error(`Tensor ${tensor.name} takes ${bytes} bytes, but has ${tensor.data.byteLength}`);
  }
}

function padded(bytes: number, alignment: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
