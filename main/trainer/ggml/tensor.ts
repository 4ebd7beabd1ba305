import koffi from "koffi";
import type { Pointer } from "./library.ts";
import { tensor } from "./structs.ts";

/** Fields of a `ggml_tensor` in the library's memory, read one at a time: an eval callback sees thousands and needs few. */
const at = {
  type: koffi.offsetof(tensor, "type"),
  ne: koffi.offsetof(tensor, "ne"),
  nb: koffi.offsetof(tensor, "nb"),
  op: koffi.offsetof(tensor, "op"),
  src: koffi.offsetof(tensor, "src"),
  buffer: koffi.offsetof(tensor, "buffer"),
  viewed: koffi.offsetof(tensor, "view_src"),
  name: koffi.offsetof(tensor, "name"),
};
const fourOf = koffi.array("int64", 4);
const POINTER_BYTES = 8;

export type Four = readonly [number, number, number, number];

export const typeOf = (pointer: Pointer): number => koffi.decode(pointer, at.type, "int") as number;
export const operationOf = (pointer: Pointer): number => koffi.decode(pointer, at.op, "int") as number;
export const nameOf = (pointer: Pointer): string => koffi.decode.string(pointer + BigInt(at.name));

/** Numbers in each dimension, the fastest first. */
export const shapeOf = (pointer: Pointer): Four => four(pointer, at.ne);
/** Bytes from one to the next in each dimension. */
export const stridesOf = (pointer: Pointer): Four => four(pointer, at.nb);

/** null: it has no such input. */
export function sourceOf(pointer: Pointer, index: number): Pointer | null {
  return koffi.decode(pointer, at.src + index * POINTER_BYTES, "void*") as Pointer | null;
}

/** The memory that it has been given; null: none yet. */
export function bufferOf(pointer: Pointer): Pointer | null {
  return koffi.decode(pointer, at.buffer, "void*") as Pointer | null;
}

/** Whose numbers it reads and writes when it has none of its own; never itself such a one. */
export function viewedBy(pointer: Pointer): Pointer | null {
  return koffi.decode(pointer, at.viewed, "void*") as Pointer | null;
}

function four(pointer: Pointer, offset: number): Four {
  const values = koffi.decode(pointer, offset, fourOf) as ArrayLike<number | bigint>;
  return [Number(values[0]), Number(values[1]), Number(values[2]), Number(values[3])];
}
