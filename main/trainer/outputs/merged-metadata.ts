import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { readRawMetadata } from "#main/lib/gguf/raw-metadata.ts";
import { gguf, type GgufField } from "#main/lib/gguf/write.ts";
import type { MergedAdapter, MergedTensor } from "./merge-plan.ts";
import type { ModelFiles } from "./model-files.ts";

export interface MergeOrigin {
  /** What the new model is called. */
  readonly name: string;
  readonly modelSha256: string | null;
  readonly versions: Readonly<Record<string, string>>;
}

/** `enum llama_ftype` of files that are mostly of one type. */
const FILE_TYPES: Readonly<Record<string, number>> = { F32: 0, F16: 1, BF16: 32, Q8_0: 7 };

/**
 * All that the model's own file says, with the new name, and what was merged. A model in several files becomes one. Its type is said anew only
 * where most of it has become another.
 */
export async function mergedMetadata(
  model: ModelFiles,
  adapters: readonly MergedAdapter[],
  tensors: readonly MergedTensor[],
  origin: MergeOrigin,
): Promise<Record<string, GgufField>> {
  const kept = await readRawMetadata(model.path);
  for (const key of kept.keys()) if (/^(split|cloister\.merged)\./.test(key)) kept.delete(key);
  const fileType = mostly(tensors);
  kept.set("general.name", gguf.string(origin.name));
  if (fileType !== null) kept.set("general.file_type", gguf.u32(fileType));
  kept.set("cloister.merged.base_model.name", gguf.string(model.name));
  if (origin.modelSha256 !== null) kept.set("cloister.merged.base_model.sha256", gguf.string(origin.modelSha256));
  kept.set("cloister.merged.count", gguf.u32(adapters.length));
  for (const [index, { file, strength }] of adapters.entries()) {
    kept.set(`cloister.merged.${index}.name`, gguf.string(file.name));
    kept.set(`cloister.merged.${index}.sha256`, gguf.string(await sha256Of(file.path)));
    kept.set(`cloister.merged.${index}.strength`, gguf.f32(strength));
  }
  for (const [program, version] of Object.entries(origin.versions)) {
    kept.set(`cloister.version.${program}`, gguf.string(version));
  }
  return Object.fromEntries(kept);
}

/** The type of more than half of the matrices' numbers, where that is not what it was. */
function mostly(tensors: readonly MergedTensor[]): number | null {
  const numbers = new Map<string, number>();
  let all = 0;
  for (const { from, type, additions } of tensors) {
    if (from.shape.length < 2) continue;
    all += from.elements;
    if (additions.length > 0 && type !== from.type) numbers.set(type, (numbers.get(type) ?? 0) + from.elements);
  }
  const most = [...numbers].find(([, count]) => count > all / 2)?.[0];
  return most === undefined ? null : (FILE_TYPES[most] ?? null);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
