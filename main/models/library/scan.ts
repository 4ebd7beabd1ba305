import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { isAppError } from "#main/rpc/errors.ts";
import type { Log } from "#main/lib/log.ts";
import type { Job } from "#main/jobs/contract.ts";
import type { Model } from "../contract.ts";
import { isSameStamp, stampOf } from "./file-stamp.ts";
import { findGgufFiles } from "./find-files.ts";
import type { Inspector } from "./inspector.ts";
import { type Library, missing } from "./library.ts";
import { findOllamaFiles } from "./ollama.ts";
import type { Place } from "./places.ts";
import { partsOf } from "./split-files.ts";

export interface ScanOptions {
  library: Library;
  inspector: Inspector;
  /** In this order: a file that lies in two of them belongs to the first. */
  places: readonly Place[];
  ollamaFolders: readonly string[];
  log: Log;
  signal: AbortSignal;
  progress(fraction: number | null, step?: Job["step"]): void;
}

interface Candidate {
  path: string;
  keptIn: Model["keptIn"];
  name?: string;
}

/**
 * Looks for models and brings the library up to date: new files, files that came back, moved, were replaced or went away. Reads
 * only what has changed since the last time. Files are never touched.
 */
export async function scan(options: ScanOptions): Promise<void> {
  const { library, signal, progress } = options;
  const candidates = await findCandidates(options);
  const gone = await missingRecords(library);
  for (const [index, candidate] of candidates.entries()) {
    signal.throwIfAborted();
    progress(index / candidates.length, { key: "reading-model", values: { file: basename(candidate.path) } });
    await noteCandidate(candidate, gone, options);
  }
  for (const record of gone.values()) library.update(record.id, { problem: missing(record).toShape() });
}

async function findCandidates({ places, ollamaFolders, signal, progress, log }: ScanOptions): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const { path, keptIn } of places) {
    progress(null, { key: "looking-in", values: { folder: path } });
    const { files, isCut } = await findGgufFiles(path, signal);
    if (isCut) log.warn({ folder: path }, "A folder holds too many files to look at all of them");
    for (const file of files) if (partsOf(file).length > 0) found.push({ path: file, keptIn });
  }
  for (const folder of ollamaFolders) {
    for (const file of await findOllamaFiles(folder, signal)) found.push({ ...file, keptIn: "ollama" });
  }
  return withoutDoubles(found);
}

/** One model may be reached by several links, folders and tags; the first that leads to it counts. */
async function withoutDoubles(candidates: readonly Candidate[]): Promise<Candidate[]> {
  const seen = new Set<string>();
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const file = await stat(candidate.path, { bigint: true }).catch(() => null);
    const identity = file === null ? candidate.path : `${file.dev} ${file.ino}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    kept.push(candidate);
  }
  return kept;
}

type Records = Map<string, ReturnType<Library["get"]>>;

async function missingRecords(library: Library): Promise<Records> {
  const gone: Records = new Map();
  for (const record of library.listed()) {
    if ((await stampOf(record.path)) === null) gone.set(record.id, record);
  }
  return gone;
}

async function noteCandidate(candidate: Candidate, gone: Records, options: ScanOptions): Promise<void> {
  const { library, inspector, log } = options;
  const { path, keptIn, name } = candidate;
  const known = library.byPath(path);
  if (known !== undefined && known.forgottenAt !== null) return;
  const stamp = await stampOf(path);
  // Of a split model a part is missing, or it went away this moment.
  const isUnchanged = known !== undefined && stamp !== null && isSameStamp(known, stamp);
  if (isUnchanged && known.problem?.code !== "MODEL_NOT_FOUND") return;
  try {
    const inspection = await inspector.inspect(path);
    const moved = gone.values().find((record) => record.fingerprint === inspection.fingerprint);
    if (known === undefined && moved !== undefined) {
      gone.delete(moved.id);
      library.accept(moved.id, path, inspection);
      library.update(moved.id, { keptIn });
    } else {
      gone.delete(library.note(path, keptIn, inspection, name).id);
    }
  } catch (error) {
    if (isAppError(error, "NOT_FOUND")) return;
    if (!isAppError(error)) {
      log.error({ err: error, file: path }, "A model file could not be read");
      return;
    }
    gone.delete(library.noteBroken(path, keptIn, error.toShape(), stamp ?? { sizeBytes: 0, modifiedMs: 0 }).id);
  }
}
