import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { asSentence } from "#main/lib/sentence.ts";
import { AppError } from "#main/rpc/errors.ts";
import { ByteReader, GgufProblem } from "./byte-reader.ts";
import type { GgufLimits } from "./limits.ts";
import { DEFAULT_ALIGNMENT, GGUF_LIMITS, MAX_ALIGNMENT } from "./limits.ts";
import type { GgufMetadata } from "./metadata.ts";
import { readMetadata } from "./metadata.ts";
import type { GgufTensor } from "./tensors.ts";
import { readTensors } from "./tensors.ts";

/** The head of a GGUF file: everything but the tensors' data, and without the tokenizer's long lists. */
export interface GgufHeader extends GgufMetadata {
  version: number;
  /** Of the whole file. */
  sizeBytes: number;
  alignment: number;
  /** Where the tensors' data begins in the file. */
  dataOffset: number;
  tensors: GgufTensor[];
  /** All tensors' data, without padding. */
  tensorBytes: number;
}

/**
 * Reads the head of a GGUF file (versions 2 and 3, little endian) without believing a word of it: every count, length and
 * offset is checked against the file's size and `limits` before anything is allocated or skipped. It holds what llama.cpp's
 * `gguf_init_from_file` demands, so that a file which passes here is not refused there for its form.
 * Throws MODEL_INVALID, and NOT_FOUND when there is no file at `path`.
 */
export async function readGgufHeader(path: string, limits: GgufLimits = GGUF_LIMITS): Promise<GgufHeader> {
  try {
    // Without O_NONBLOCK the opening of a named pipe would wait for ever.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return await readHeader(file, limits);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asAppError(path, error);
  }
}

async function readHeader(file: FileHandle, limits: GgufLimits): Promise<GgufHeader> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new GgufProblem("it is not a file");
  if (stat.size === 0) throw new GgufProblem("it is empty");
  const reader = new ByteReader(file, stat.size);

  await readMagic(reader);
  const version = await readVersion(reader);
  await reader.need(16, "its first lines");
  const tensorCount = reader.count();
  const pairCount = reader.count();

  const metadata = await readMetadata(reader, pairCount, limits);
  const alignment = readAlignment(metadata);
  const { tensors, dataOffset } = await readTensors(reader, tensorCount, alignment, limits);
  const tensorBytes = tensors.reduce((sum, tensor) => sum + tensor.sizeBytes, 0);
  return { version, sizeBytes: stat.size, ...metadata, alignment, dataOffset, tensors, tensorBytes };
}

async function readMagic(reader: ByteReader): Promise<void> {
  const begin = Math.min(8, reader.sizeBytes);
  await reader.need(begin, "its first line");
  const text = reader.peek(begin).toString("latin1");
  if (text.startsWith("GGUF")) {
    reader.skip(4, "its first line");
    return;
  }
  if (text.startsWith("version "))
    throw new GgufProblem("it is a Git LFS pointer: the model itself was not downloaded");
  if (text.startsWith("<")) throw new GgufProblem("it is a web page that was saved in a model's place");
  throw new GgufProblem("it is not a GGUF file");
}

async function readVersion(reader: ByteReader): Promise<number> {
  await reader.need(4, "its version");
  const version = reader.u32();
  // Read in the wrong order a small number has its low half empty; llama.cpp recognises it in the same way.
  if (version !== 0 && (version & 0xffff) === 0) {
    throw new GgufProblem("it was written for big-endian computers, which this one is not");
  }
  if (version === 2 || version === 3) return version;
  if (version < 2) throw new GgufProblem(`it is in version ${version} of the GGUF format, which is no longer read`);
  throw new GgufProblem(`it is in version ${version} of the GGUF format; Cloister reads versions 2 and 3`);
}

function readAlignment({ metadata, types }: GgufMetadata): number {
  const alignment = metadata.get("general.alignment");
  if (alignment === undefined) return DEFAULT_ALIGNMENT;
  const valid =
    types.get("general.alignment") === "u32" &&
    typeof alignment === "number" &&
    alignment > 0 &&
    alignment <= MAX_ALIGNMENT &&
    Number.isInteger(Math.log2(alignment));
  if (!valid) throw new GgufProblem(`its alignment of ${String(alignment).slice(0, 40)} is not a power of two`);
  return alignment;
}

function asAppError(path: string, error: unknown): unknown {
  if (error instanceof GgufProblem) return invalid(path, error.message, error);
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new AppError("NOT_FOUND", `There is no file at ${path}.`, { what: "file" }, { cause: error });
  }
  if (code === undefined || !(error instanceof Error)) return error;
  const problem =
    code === "EACCES" || code === "EPERM" ? "Cloister may not read it" : `the system cannot read it (${code})`;
  return invalid(path, problem, error);
}

function invalid(path: string, problem: string, cause: Error): AppError {
  const file = basename(path);
  const sentence = asSentence(problem);
  return new AppError("MODEL_INVALID", `${file} cannot be used. ${sentence}`, { file, problem: sentence }, { cause });
}
