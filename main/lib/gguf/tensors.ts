import { isUtf8 } from "node:buffer";
import type { ByteReader } from "./byte-reader.ts";
import { GgufProblem } from "./byte-reader.ts";
import type { GgufLimits } from "./limits.ts";
import { MAX_DIMENSIONS, MAX_TENSOR_NAME_BYTES } from "./limits.ts";
import { countWord, shown } from "./metadata.ts";
import { tensorType } from "./tensor-types.ts";

export interface GgufTensor {
  name: string;
  /** "F32", "Q4_K", …; see tensor-types.ts. */
  type: string;
  /** Fastest dimension first, as ggml has it: [columns, rows, …]. */
  shape: number[];
  elements: number;
  sizeBytes: number;
  /** From the beginning of the tensors' data. */
  offset: number;
}

/** Empty name, no dimensions, type and offset: nothing shorter can be a tensor's entry. */
const MIN_TENSOR_BYTES = 24;

/** Reads the list of tensors, and checks that their data lies in the file one behind the other. Throws GgufProblem. */
export async function readTensors(
  reader: ByteReader,
  count: number,
  alignment: number,
  limits: GgufLimits,
): Promise<{ tensors: GgufTensor[]; dataOffset: number }> {
  if (count > limits.tensors || count * MIN_TENSOR_BYTES > reader.left) {
    throw new GgufProblem(`it claims ${countWord(count)} tensors, more than it can hold`);
  }
  const tensors: GgufTensor[] = [];
  const names = new Set<string>();
  for (let index = 0; index < count; index++) {
    const tensor = await readTensor(reader);
    if (names.has(tensor.name)) throw new GgufProblem(`it has two tensors called ${shown(tensor.name)}`);
    names.add(tensor.name);
    tensors.push(tensor);
  }
  if (reader.position > limits.headerBytes) throw new GgufProblem("its list of tensors is larger than any model's");
  const dataOffset = count === 0 ? reader.position : padded(reader.position, alignment);
  checkLayout(tensors, dataOffset, alignment, reader.sizeBytes);
  return { tensors, dataOffset };
}

async function readTensor(reader: ByteReader): Promise<GgufTensor> {
  await reader.need(8, "its list of tensors");
  const nameBytes = reader.count();
  if (nameBytes > MAX_TENSOR_NAME_BYTES) {
    throw new GgufProblem(`it has a tensor with a name of ${countWord(nameBytes)} bytes`);
  }
  const bytes = await reader.bytes(nameBytes, "its list of tensors");
  if (bytes.includes(0) || !isUtf8(bytes)) throw new GgufProblem("it has a tensor with a name that is not text");
  const name = bytes.toString("utf8");

  await reader.need(4, "its list of tensors");
  const dimensions = reader.u32();
  if (dimensions > MAX_DIMENSIONS) {
    throw new GgufProblem(
      `tensor ${shown(name)} has ${countWord(dimensions)} dimensions; there can be ${MAX_DIMENSIONS}`,
    );
  }
  await reader.need(8 * dimensions + 12, "its list of tensors");
  const shape: number[] = [];
  let elements = 1;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const length = reader.count();
    shape.push(length);
    elements *= length;
  }
  // An infinite length times a length of 0 is NaN, which is no safe integer either.
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(elements)) {
    throw new GgufProblem(`tensor ${shown(name)} is larger than any computer's memory`);
  }
  const typeId = reader.u32();
  const type = tensorType(typeId);
  if (type === undefined)
    throw new GgufProblem(`tensor ${shown(name)} has a type (${typeId}) that Cloister does not know`);
  if ((shape[0] ?? 1) % type.blockItems !== 0) {
    throw new GgufProblem(`tensor ${shown(name)} has rows that do not hold whole blocks of ${type.name}`);
  }
  const sizeBytes = (elements / type.blockItems) * type.blockBytes;
  const offset = reader.count();
  if (!Number.isSafeInteger(sizeBytes) || !Number.isSafeInteger(offset)) {
    throw new GgufProblem(`tensor ${shown(name)} lies past the end of the file`);
  }
  return { name, type: type.name, shape, elements, sizeBytes, offset };
}

/** llama.cpp wants each tensor where the one before it ends, padded: neither overlapping nor with a gap. */
function checkLayout(tensors: GgufTensor[], dataOffset: number, alignment: number, fileBytes: number): void {
  let expected = 0;
  for (const tensor of tensors) {
    const name = shown(tensor.name);
    if (tensor.offset < expected) throw new GgufProblem(`tensor ${name} overlaps the one before it`);
    if (tensor.offset > expected) throw new GgufProblem(`tensor ${name} does not lie where it should`);
    expected = padded(tensor.offset + tensor.sizeBytes, alignment);
    if (!Number.isSafeInteger(expected)) throw new GgufProblem(`tensor ${name} lies past the end of the file`);
  }
  const last = tensors.at(-1);
  if (last === undefined) return;
  const neededBytes = dataOffset + last.offset + last.sizeBytes;
  if (neededBytes > fileBytes) {
    const share = `${countWord(fileBytes)} of ${countWord(neededBytes)} bytes`;
    throw new GgufProblem(`it is not complete: ${share} are here, as after a download that was cut off`);
  }
}

function padded(bytes: number, alignment: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
