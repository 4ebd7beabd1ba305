import { rmSync, statSync } from "node:fs";
import type { Log } from "#main/lib/log.ts";
import { makeFolder } from "#main/lib/make-folder.ts";
import { type DataPaths, dataPaths } from "#main/lib/paths.ts";
import { AppError } from "#main/rpc/errors.ts";
import { backupPath, type BackupReason, eraseOldBackups, eraseUnfinished, listBackups } from "./backups.ts";
import { checkDatabase } from "./check.ts";
import { connect, type Db, emptyLog, prepareForWriting, userVersion } from "./database.ts";
import { asAppError, wording } from "./errors.ts";
import { type HeaderKind, inspectHeader } from "./header.ts";
import { lockFolder } from "./lock.ts";
import { migrate, type Migration, readMigrations } from "./migrate.ts";
import { offThread } from "./off-thread.ts";
import { finishRestore, type StoreNotice } from "./restore.ts";

export type { StoreNotice };

export interface Store {
  readonly db: Db;
  readonly path: string;
  readonly encrypted: boolean;
  /** What happened to a damaged database when it was opened; null when all was well. */
  readonly notice: StoreNotice | null;
  /**
   * Runs `work` in one transaction; on disk when it returns. A full disk, a read-only folder and a damaged file come as DISK_FULL,
   * FOLDER_READ_ONLY and STORE_DAMAGED; then nothing of it is kept.
   */
  write<T>(work: () => T): T;
  /**
   * After something was erased for good: takes it out of the write-ahead log too, where it would lie until that is written over.
   * At once, or at the end of a backup that reads from the log.
   */
  forgetErased(): void;
  /** A checked copy in the backups folder, made while others go on writing; its path. `onProgress` from 0 to 1. */
  backUp(onProgress: (fraction: number) => void, signal: AbortSignal): Promise<string>;
  close(): void;
}

export interface OpenOptions {
  readonly dataDir: string;
  readonly migrationsDir: string;
  /** 32 bytes, or null while there is no vault. */
  readonly key: Buffer | null;
  readonly log: Log;
  /** Told once, with the size of the database, when opening it takes longer than a moment: nothing else is on screen yet. */
  readonly onSlow?: ((bytes: number) => void) | undefined;
  /** For tests. */
  readonly slowAfterMs?: number;
}

/** A start that takes longer wants a word. */
const SLOW_AFTER_MS = 1_000;

/** Smaller files are checked in a few milliseconds, less than a thread takes to start. */
const CHECKED_HERE_BYTES = 4 * 2 ** 20;

/** Migrations have three digits. */
const LAST_NUMBER = 999;

/**
 * Opens the database of a data folder, which this process then has for itself: checked, restored where it was damaged, brought to
 * the newest form after a backup. Throws ALREADY_OPEN, STORE_NEWER, VAULT_LOCKED, DISK_FULL, FOLDER_READ_ONLY; then nothing of
 * what is there was changed.
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  const paths = dataPaths(options.dataDir);
  const lock = wording(options.dataDir, () => {
    makeFolder(options.dataDir);
    return lockFolder(paths.lock, options.dataDir);
  });
  try {
    const { db, notice } = await openAndTell(paths, options);
    let toForget = false;
    const forgetErased = () => {
      toForget = !wording(paths.database, () => emptyLog(db));
    };
    return {
      db,
      path: paths.database,
      encrypted: options.key !== null,
      notice,
      write: (work) => wording(paths.database, () => db.transaction(work).immediate()),
      forgetErased,
      async backUp(onProgress, signal) {
        try {
          return await backUp(paths, options.key, "by-hand", onProgress, signal);
        } finally {
          if (toForget && db.open) forgetAfterwards(forgetErased, options.log);
        }
      },
      close() {
        db.close();
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw asAppError(error, paths.database);
  }
}

async function openAndTell(paths: DataPaths, options: OpenOptions): ReturnType<typeof openDatabase> {
  const { onSlow, slowAfterMs = SLOW_AFTER_MS } = options;
  const timer = setTimeout(() => {
    onSlow?.(statSync(paths.database, { throwIfNoEntry: false })?.size ?? 0);
  }, slowAfterMs);
  try {
    return await openDatabase(paths, options);
  } finally {
    clearTimeout(timer);
  }
}

async function openDatabase(paths: DataPaths, options: OpenOptions): Promise<{ db: Db; notice: StoreNotice | null }> {
  const { key, log } = options;
  const path = paths.database;
  const migrations = readMigrations(options.migrationsDir);
  finishRestore(path, paths.backups);
  eraseUnfinished(paths.backups);

  const problem = await findProblem(paths, key, migrations.length, inspectHeader(path));
  let notice: StoreNotice | null = null;
  if (problem !== null) {
    log.error({ problem }, "The database is damaged");
    const { backups: backupsDir } = paths;
    const { migrationsDir } = options;
    notice = await offThread({ kind: "restore", path, backupsDir, migrationsDir, key, problem });
    log.warn({ notice }, "The database was restored");
  }

  const db = connect(path, key);
  try {
    prepareForWriting(db);
    await bringUpToDate(db, migrations, paths, key);
    return { db, notice };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A backup that succeeded has not failed because the log could not be emptied after it. */
function forgetAfterwards(forgetErased: () => void, log: Log): void {
  try {
    forgetErased();
  } catch (error) {
    log.warn({ err: error }, "The log of the database could not be emptied after a backup");
  }
}

/** What is wrong with the file; null when it is sound or not there yet. Throws STORE_NEWER and VAULT_LOCKED. */
async function findProblem(
  { database: path, backups }: DataPaths,
  key: Buffer | null,
  supported: number,
  header: HeaderKind,
): Promise<string | null> {
  if (header === "absent") return null;
  // Without a backup it was never more than begun.
  if (header === "empty") return listBackups(backups).length > 0 ? "the file is empty" : null;
  if (header === "damaged") return "the head of the file is damaged";
  if ((header === "encrypted") !== (key !== null)) throw locked(path);
  try {
    const version = versionOf(path, key);
    if (version < 0 || version > LAST_NUMBER) return `the number of the file's form is damaged (${version})`;
    if (version > supported) throw newer(path, version, supported);
  } catch (error) {
    if (error instanceof AppError || !isUnreadable(error)) throw error;
    // The wrong key and a damaged first page look the same from here; a damaged one must not be given away as unreadable.
    if (key !== null) throw locked(path);
    return error.message;
  }
  if (statSync(path).size < CHECKED_HERE_BYTES) return checkDatabase(path, key);
  return offThread({ kind: "check", path, key });
}

/** Reads only: a file of a newer version is not touched. */
function versionOf(path: string, key: Buffer | null): number {
  const db = connect(path, key, { readonly: true });
  try {
    return userVersion(db);
  } finally {
    db.close();
  }
}

function newer(path: string, version: number, supported: number): AppError {
  const message = `${path} was written by a newer version of Cloister. It was not changed. Use that version.`;
  return new AppError("STORE_NEWER", message, { path, version, supported });
}

async function bringUpToDate(
  db: Db,
  migrations: readonly Migration[],
  paths: DataPaths,
  key: Buffer | null,
): Promise<void> {
  const version = userVersion(db);
  if (version === migrations.length) return;
  if (version > 0) await backUp(paths, key, "before-migration");
  migrate(db, migrations);
}

async function backUp(
  paths: DataPaths,
  key: Buffer | null,
  reason: BackupReason,
  onProgress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const to = backupPath(paths.backups, reason, Date.now());
  try {
    await offThread({ kind: "copy", from: paths.database, to, key }, onProgress, signal);
  } catch (error) {
    rmSync(`${to}.part`, { force: true });
    signal?.throwIfAborted();
    throw asAppError(error, paths.backups, statSync(paths.database).size);
  }
  eraseOldBackups(paths.backups);
  return to;
}

function isUnreadable(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code));
}

function locked(path: string): AppError {
  return new AppError("VAULT_LOCKED", `${path} is locked. Nothing in it can be read without its password.`, {});
}
