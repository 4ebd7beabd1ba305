import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { checkDatabase } from "./check.ts";
import { connect } from "./database.ts";

/** 4 MiB a step: the copy hears of a cancellation, and tells of its progress, some hundred times a second. */
const PAGES_A_STEP = 1_024;

export interface Copying {
  readonly from: string;
  readonly to: string;
  readonly key: Buffer | null;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/**
 * A complete copy of a database that others go on writing to, as it is now; checked, then put in place under its name.
 * Throws the signal's reason, and leaves nothing then.
 */
export async function copyDatabase({ from, to, key, onProgress, signal }: Copying): Promise<void> {
  const part = `${to}.part`;
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  try {
    if (key === null) await copyPlain(from, part, onProgress, signal);
    else copyEncrypted(from, part, key);
    signal.throwIfAborted();
    const problem = checkDatabase(part, key);
    if (problem !== null) throw Object.assign(new Error(problem), { code: "SQLITE_CORRUPT" });
    signal.throwIfAborted();
    sync(part);
    renameSync(part, to);
    sync(dirname(to));
  } finally {
    for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(part + suffix, { force: true });
  }
}

async function copyPlain(
  from: string,
  part: string,
  onProgress: Copying["onProgress"],
  signal: AbortSignal,
): Promise<void> {
  const source = connect(from, null, { readonly: true });
  try {
    // An open read transaction holds the copy to this moment; without it every write of others would begin it anew.
    source.exec("BEGIN");
    source.prepare("SELECT count(*) FROM sqlite_schema").get();
    await source.backup(part, {
      progress({ totalPages, remainingPages }) {
        signal.throwIfAborted();
        if (totalPages > 0) onProgress(1 - remainingPages / totalPages);
        return PAGES_A_STEP;
      },
    });
  } finally {
    source.close();
  }
  // One file without a log beside it: it can be carried away, and read from a disk that cannot be written.
  const copy = connect(part, null);
  copy.pragma("journal_mode = DELETE");
  copy.close();
}

/** SQLite's backup refuses encrypted files; VACUUM INTO keeps the cipher and the key. It cannot be cut off or followed. */
function copyEncrypted(from: string, part: string, key: Buffer): void {
  rmSync(part, { force: true });
  const source = connect(from, key, { readonly: true });
  try {
    source.prepare("VACUUM INTO ?").run(part);
  } finally {
    source.close();
  }
}

/** What was written to a file, or a folder's list of names, is on the disk when this returns. */
export function sync(path: string): void {
  if (process.platform === "win32" && !path.includes(".db")) return;
  const file = openSync(path, process.platform === "win32" ? "r+" : "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
