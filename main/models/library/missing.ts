import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "#main/rpc/errors.ts";
import type { ModelRecord } from "../store.ts";
import { lookAt } from "./file-stamp.ts";

/** Of a file that is not where it was: only it, or its folder with everything in it, as when a drive is taken out. */
export async function missing(record: ModelRecord, emptyRoots: readonly string[] = []): Promise<AppError> {
  const { name: model, path } = record;
  const look = await lookAt(path);
  if (look !== null) return incomplete(model, look.count, look.missing);
  const folder = (await missingFolder(dirname(path))) ?? emptyRoots.find((root) => dirname(path) === root);
  if (folder === undefined) {
    return new AppError("MODEL_NOT_FOUND", `${model} is no longer at ${path}. Find the file again.`, { model, path });
  }
  const message = `${folder} is not there now: its drive was taken out, or it was moved. ${model} comes back with it.`;
  return new AppError("MODEL_AWAY", message, { model, folder });
}

export function incomplete(model: string, count: number, names: readonly string[]): AppError {
  const [first = ""] = names;
  const have = count - names.length;
  const message = `${have} of the ${count} files of ${model} are here; ${first} is missing.`;
  return new AppError("MODEL_INCOMPLETE", message, { model, have, count, missing: first });
}

/** The uppermost of the folders on the way to here that is not there; null when all are. */
async function missingFolder(folder: string): Promise<string | null> {
  if ((await stat(folder).catch(() => null)) !== null) return null;
  const parent = dirname(folder);
  // A drive of its own (D:\) has no folder above.
  if (parent === folder) return folder;
  return (await missingFolder(parent)) ?? folder;
}
