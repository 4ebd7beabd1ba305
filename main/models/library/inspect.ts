import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { AppError } from "#main/rpc/errors.ts";
import { describeModel } from "./describe.ts";
import type { ModelFacts } from "../facts.ts";
import { fingerprint } from "./fingerprint.ts";
import { invalidModel } from "./invalid-model.ts";
import { numberOf } from "./metadata.ts";
import { partsOf } from "./split-files.ts";

/** All that is read of a model's files, in one go. */
export interface Inspection {
  facts: ModelFacts;
  fingerprint: string;
  /** Of all parts together. */
  sizeBytes: number;
  /** The newest of its parts. */
  modifiedMs: number;
}

/** Reads a model's headers and takes its fingerprint. Throws NOT_FOUND, MODEL_INVALID. Runs in the inspector's thread. */
export async function inspectModel(path: string): Promise<Inspection> {
  const parts = partsOf(path);
  if (parts.length === 0)
    throw invalidModel(path, "it is not the first of its parts: add the one with 00001 in its name");
  const headers: GgufHeader[] = [];
  let modifiedMs = 0;
  for (const part of parts) {
    headers.push(await readPart(path, part));
    modifiedMs = Math.max(modifiedMs, (await stat(part)).mtimeMs);
  }
  const [first, ...others] = headers;
  if (first === undefined) throw invalidModel(path, "it has no parts");
  if (!first.metadata.has("general.architecture"))
    throw invalidModel(path, "it does not say which kind of model it is");
  checkParts(path, first, headers);
  return {
    facts: describeModel(path, first, others),
    fingerprint: await fingerprint(
      headers.map((header, index) => ({
        path: parts[index] ?? path,
        sizeBytes: header.sizeBytes,
        dataOffset: header.dataOffset,
      })),
    ),
    sizeBytes: headers.reduce((sum, header) => sum + header.sizeBytes, 0),
    modifiedMs: Math.floor(modifiedMs),
  };
}

async function readPart(path: string, part: string): Promise<GgufHeader> {
  try {
    return await readGgufHeader(part);
  } catch (error) {
    const isLater = part !== path && error instanceof AppError && error.code === "NOT_FOUND";
    throw isLater ? invalidModel(path, `its part ${basename(part)} is missing`) : error;
  }
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
