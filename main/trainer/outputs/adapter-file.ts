import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { type AdapterFacts, adapterFacts, misfit } from "#main/lib/gguf/adapter.ts";
import { unreadable, unusableWith } from "#main/lib/gguf/adapter-errors.ts";
import { GgufProblem } from "#main/lib/gguf/byte-reader.ts";
import { checkFinite } from "#main/lib/gguf/finite.ts";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import type { ModelFiles, NamedFile } from "./model-files.ts";

/** An adapter that was looked at from end to end, and fits the model. */
export interface AdapterFile extends NamedFile {
  readonly header: GgufHeader;
  readonly facts: AdapterFacts;
}

/** Throws ADAPTER_UNREADABLE, ADAPTER_INVALID, MODEL_INVALID, NOT_FOUND. */
export async function readAdapterFile({ path, name }: NamedFile, model: ModelFiles): Promise<AdapterFile> {
  const header = await readGgufHeader(path);
  try {
    const facts = adapterFacts(header);
    const problem = misfit(facts, model.architecture, model.layout);
    if (problem !== null) throw unusableWith(name, model.name, problem);
    await checkFinite(path, header);
    return { path, name, header, facts };
  } catch (error) {
    throw error instanceof GgufProblem ? unreadable(path, error.message) : error;
  }
}

/** By how much the product of this pair's halves is multiplied at full strength, as llama.cpp does it. */
export function scaleOf({ alpha }: AdapterFacts, rank: number): number {
  return alpha === 0 ? 1 : alpha / rank;
}

/** A tensor of a file, as it lies there; the name is one that was seen in its head. */
export async function readTensor(
  path: string,
  header: GgufHeader,
  name: string,
): Promise<GgufTensor & { bytes: Buffer }> {
  const tensor = header.tensors.find((each) => each.name === name);
  if (tensor === undefined) throw new Error(`${path} has no ${name}`);
  const file = await open(path, constants.O_RDONLY);
  try {
    const bytes = Buffer.alloc(tensor.sizeBytes);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, header.dataOffset + tensor.offset);
    if (bytesRead < bytes.length) throw unreadable(path, "it ends in the middle of its values");
    return { ...tensor, bytes };
  } finally {
    await file.close();
  }
}
