import { AppError, isAppError } from "#main/rpc/errors.ts";
import { isSameStamp, stampOf } from "./library/file-stamp.ts";
import { invalidModel } from "./library/invalid-model.ts";
import type { Inspector } from "./library/inspector.ts";
import { changed, type Library } from "./library/library.ts";
import { missing } from "./library/missing.ts";
import type { ModelRecord } from "./store.ts";

/** Kinds that are no models by themselves. */
const NOT_LOADED: Readonly<Record<string, string>> = {
  adapter: "it is an adapter: load the model that it was made for",
  projector: "it is the part of another model that reads images",
  vocabulary: "it holds only a vocabulary, and no model",
};

/**
 * The model's file as it is right before it is loaded, read again by our own reader, since llama.cpp ends the process over some
 * files. What is found out is kept with the model. Throws MODEL_NOT_FOUND, MODEL_AWAY, MODEL_INCOMPLETE, MODEL_CHANGED,
 * MODEL_INVALID, MODEL_UNSUPPORTED, CHECKSUM_MISMATCH.
 */
export async function checkFile(library: Library, inspector: Inspector, modelId: string): Promise<ModelRecord> {
  const record = library.get(modelId);
  const found = await current(library, inspector, record).catch((error: unknown) => {
    if (isAppError(error)) library.update(modelId, { problem: error.toShape() });
    throw error;
  });
  const reason = NOT_LOADED[found.facts.kind];
  if (reason === undefined) return found;
  throw invalidModel(found.name, reason);
}

async function current(library: Library, inspector: Inspector, record: ModelRecord): Promise<ModelRecord> {
  const stamp = await stampOf(record.path);
  if (stamp === null) throw await missing(record);
  // Read to the end and found damaged; another file at this place is looked at anew.
  if (record.problem?.code === "CHECKSUM_MISMATCH" && isSameStamp(record, stamp)) {
    throw new AppError("CHECKSUM_MISMATCH", record.problem.message, record.problem.data);
  }
  const inspection = await inspector.inspect(record.path).catch(async (error: unknown) => {
    throw isAppError(error, "NOT_FOUND") ? await missing(record) : error;
  });
  const isOther = record.fingerprint !== "" && record.fingerprint !== inspection.fingerprint;
  if (isOther) throw changed(record);
  const isKnown = isSameStamp(record, stamp) && record.fingerprint !== "" && record.problem === null;
  const known = isKnown ? record : library.accept(record.id, record.path, inspection);
  if (known.problem?.code !== "MODEL_UNSUPPORTED") return known;
  throw new AppError("MODEL_UNSUPPORTED", known.problem.message, known.problem.data);
}
