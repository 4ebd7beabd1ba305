import Database from "better-sqlite3";
import { AppError } from "#main/rpc/errors.ts";

/**
 * The right to use a data folder: an exclusive lock of SQLite on a file of its own. The system drops it with the process,
 * also after SIGKILL, on every platform; nothing stale is ever left. Throws ALREADY_OPEN.
 */
export function lockFolder(lockFile: string, dataDir: string): Disposable {
  const db = new Database(lockFile, { timeout: 0 });
  try {
    // In memory, so that no journal is written beside it and an empty file is enough.
    db.pragma("journal_mode = MEMORY");
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw error;
    const message = `Cloister is already open with the folder ${dataDir}. Use that window, or close it first.`;
    throw new AppError("ALREADY_OPEN", message, { path: dataDir }, { cause: error });
  }
  return { [Symbol.dispose]: () => db.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}
