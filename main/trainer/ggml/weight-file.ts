import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import { AppError } from "#main/rpc/errors.ts";
import { bytesOf } from "./numbers.ts";

export interface ModelFile {
  path: string;
  /** As the person knows it, for errors. */
  name: string;
}

/** A model's file, read a few rows at a time: its weights are never in memory twice. */
export interface WeightFile extends AsyncDisposable {
  readonly architecture: string;
  /** Types of its matrices. */
  readonly matrixTypes: ReadonlySet<string>;
  readonly matrixNumbers: number;
  /** How long rows of its matrices are, and those of transposed copies. */
  readonly matrixSides: { readonly columns: ReadonlySet<number>; readonly rows: ReadonlySet<number> };
  has(tensor: string): boolean;
  /** Throws MODEL_INVALID when there is none. */
  tensor(name: string): GgufTensor;
  /** Rows of a tensor as they lie in the file. */
  read(tensor: GgufTensor, fromRow: number, rows: number): Promise<Buffer>;
  /** A number of the metadata, of the architecture ("attention.head_count"); without a fallback it must be there. */
  number(key: string, fallback?: number): number;
  text(key: string, fallback: string): string;
  invalid(problem: string): AppError<"MODEL_INVALID">;
}

/** Types whose rows the trainer reads; of the others a few small models exist, and no fast products. */
const READABLE = new Set([
  "F32",
  "F16",
  "BF16",
  "Q8_0",
  "Q4_0",
  "Q4_1",
  "Q5_0",
  "Q5_1",
  "Q2_K",
  "Q3_K",
  "Q4_K",
  "Q5_K",
  "Q6_K",
]);

/** Throws MODEL_INVALID for what cannot be trained on: damaged, split, an adapter, without weights, or in a type that is not read. */
export async function openWeightFile(model: ModelFile): Promise<WeightFile> {
  const header = await readGgufHeader(model.path);
  const reader = await open(model.path, "r");
  try {
    return weightFile(model, header, reader);
  } catch (error) {
    await reader.close();
    throw error;
  }
}

function weightFile(model: ModelFile, header: GgufHeader, reader: FileHandle): WeightFile {
  const { metadata } = header;
  const tensors = new Map(header.tensors.map((tensor) => [tensor.name, tensor]));
  const matrices = header.tensors.filter(({ shape }) => shape.length > 1);
  const invalid = (problem: string): AppError<"MODEL_INVALID"> =>
    new AppError("MODEL_INVALID", `${model.name} cannot be trained on. ${problem}`, { file: model.name, problem });
  const architecture = metadata.get("general.architecture");
  if (typeof architecture !== "string") throw invalid("It does not say which architecture it has.");
  checkWhole(header, invalid);

  const weights: WeightFile = {
    architecture,
    matrixTypes: new Set(matrices.map(({ type }) => type)),
    matrixNumbers: matrices.reduce((sum, { elements }) => sum + elements, 0),
    matrixSides: {
      columns: new Set(matrices.map(({ shape: [columns = 1] }) => columns)),
      rows: new Set(matrices.map(({ shape: [, rows = 1] }) => rows)),
    },
    has: (name) => tensors.has(name),
    tensor(name) {
      const tensor = tensors.get(name);
      if (tensor === undefined) throw invalid(`It has no tensor ${name}, which a ${architecture} model needs.`);
      return tensor;
    },
    async read(tensor, fromRow, rows) {
      const rowBytes = bytesOf(tensor.type, tensor.shape[0] ?? 1);
      const bytes = Buffer.allocUnsafe(rows * rowBytes);
      const at = header.dataOffset + tensor.offset + fromRow * rowBytes;
      const { bytesRead } = await reader.read(bytes, 0, bytes.length, at);
      if (bytesRead < bytes.length) throw invalid(`${basename(model.path)} has become shorter while it was read.`);
      return bytes;
    },
    number(key, fallback) {
      const value = metadata.get(`${architecture}.${key}`) ?? fallback;
      const [first] = Array.isArray(value) ? value : [value];
      // Some files say a number for each layer: here they have to be the same.
      const isSame = !Array.isArray(value) || value.every((item) => item === first);
      if (typeof first !== "number" || !isSame) throw invalid(`Its ${architecture}.${key} is not one number.`);
      return first;
    },
    text(key, fallback) {
      const value = metadata.get(`${architecture}.${key}`) ?? fallback;
      if (typeof value !== "string") throw invalid(`Its ${architecture}.${key} is not a text.`);
      return value;
    },
    invalid,
    [Symbol.asyncDispose]: () => reader.close(),
  };
  return weights;
}

function checkWhole({ metadata, tensors }: GgufHeader, invalid: (problem: string) => AppError): void {
  if (metadata.get("general.type") === "adapter") {
    throw invalid("It is an adapter. Name the model that it was made for.");
  }
  const parts = metadata.get("split.count");
  if (typeof parts === "number" && parts > 1) {
    throw invalid(`It is one of ${String(parts)} files of a split model. Use a model in one file.`);
  }
  if (!tensors.some(({ name }) => name === "token_embd.weight")) {
    throw invalid("It holds a vocabulary alone, without weights.");
  }
  const odd = tensors.find(({ type }) => !READABLE.has(type));
  if (odd !== undefined) {
    const types = [...READABLE].join(", ");
    throw invalid(`${odd.name} is stored as ${odd.type}. Use a copy in one of these types: ${types}.`);
  }
}
