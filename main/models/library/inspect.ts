import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { describeModel } from "./describe.ts";
import type { ModelFacts } from "../facts.ts";
import { lookAt } from "./file-stamp.ts";
import { fingerprint } from "./fingerprint.ts";
import { invalidModel } from "./invalid-model.ts";
import { numberOf } from "./metadata.ts";
import { incomplete } from "./missing.ts";
import { fileName } from "./model-name.ts";
import { partsOf } from "#main/lib/gguf/split-files.ts";

/** All that is read of a model's files, in one go. */
export interface Inspection {
  facts: ModelFacts;
  fingerprint: string;
  /** Of all parts together. */
  sizeBytes: number;
  /** The newest of its parts. */
  modifiedMs: number;
}

/** Reads a model's headers and takes its fingerprint. Throws NOT_FOUND, MODEL_INVALID, MODEL_INCOMPLETE. Runs in the inspector's thread. */
export async function inspectModel(path: string): Promise<Inspection> {
  const parts = partsOf(path);
  if (parts.length === 0)
    throw invalidModel(path, "it is not the first of its parts: add the one with 00001 in its name");
  const look = await lookAt(path);
  if (look !== null && look.missing.length > 0) throw incomplete(fileName(path), look.count, look.missing);
  const headers: GgufHeader[] = [];
  for (const part of parts) headers.push(await readGgufHeader(part));
  const [first, ...others] = headers;
  if (first === undefined) throw invalidModel(path, "it has no parts");
  if (!first.metadata.has("general.architecture"))
    throw invalidModel(path, "it does not say which kind of model it is");
  checkParts(path, first, headers);
  return {
    facts: describeModel(path, first, others),
    fingerprint: fingerprint(
      headers.map((header, index) => ({
        path: parts[index] ?? path,
        sizeBytes: header.sizeBytes,
        dataOffset: header.dataOffset,
      })),
    ),
    sizeBytes: headers.reduce((sum, header) => sum + header.sizeBytes, 0),
    // By the same clock as a later look at the file: Node rounds a time's fraction differently as a number and as a bigint.
    modifiedMs: look?.modifiedMs ?? 0,
  };
}

/** A split model says how many files it has; a renamed one would be loaded without its rest. */
function checkParts(path: string, first: GgufHeader, headers: readonly GgufHeader[]): void {
  const claimed = numberOf(first, "split.count") ?? 1;
  if (claimed > 1 && claimed !== headers.length) {
    throw invalidModel(
      path,
      `it is one of ${claimed} parts, but its name does not say so, and the others cannot be found`,
    );
  }
}
