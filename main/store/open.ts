import { mkdirSync } from "node:fs";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { AppError } from "#main/rpc/errors.ts";
import { connect, type Db, prepareForWriting, userVersion } from "./database.ts";
import { wording } from "./errors.ts";
import { lockFolder } from "./lock.ts";
import { migrate, readMigrations } from "./migrate.ts";

/** What happened to a database that could not be used as it was found. */
export interface StoreNotice {
  /** `salvaged`: read row by row; `backup`: taken from a backup; `new`: nothing could be read. */
  readonly how: "salvaged" | "backup" | "new";
  readonly problem: string;
  /** The damaged file, kept as it was. */
  readonly keptAt: string;
  /** When the backup was made that rows were taken from; null if none was used. */
  readonly backupFrom: number | null;
  readonly rowsKept: number;
  /** Places in the file that could not be read; the number of rows in them is not known. */
  readonly placesLost: number;
}

export interface Store {
  readonly db: Db;
  readonly path: string;
  readonly encrypted: boolean;
  readonly notice: StoreNotice | null;
  /** Runs `work` in one transaction. A full disk, a read-only folder and a damaged file come as their AppErrors; then nothing of it is kept. */
  write<T>(work: () => T): T;
  /** A copy in the backups folder, made while others go on writing; its path. `onProgress` from 0 to 1. */
  backUp(onProgress: (fraction: number) => void, signal: AbortSignal): Promise<string>;
  close(): void;
}

export interface OpenOptions {
  readonly dataDir: string;
  readonly migrationsDir: string;
  /** 32 bytes, or null while there is no vault. */
  readonly key: Buffer | null;
  readonly log: Log;
}

/**
 * Opens the database of a data folder, which this process then has for itself.
 * Throws ALREADY_OPEN, STORE_NEWER, VAULT_LOCKED, DISK_FULL, FOLDER_READ_ONLY.
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  const paths = dataPaths(options.dataDir);
  const lock = wording(options.dataDir, () => {
    mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
    return lockFolder(paths.lock, options.dataDir);
  });
  try {
    const db = wording(paths.database, () => openDatabase(paths.database, options));
    return await Promise.resolve({
      db,
      path: paths.database,
      encrypted: options.key !== null,
      notice: null,
      write: (work) => wording(paths.database, () => db.transaction(work).immediate()),
      backUp: () => Promise.reject(new Error("not yet")),
      close() {
        db.close();
        lock[Symbol.dispose]();
      },
    } satisfies Store);
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

function openDatabase(path: string, { migrationsDir, key }: OpenOptions): Db {
  const migrations = readMigrations(migrationsDir);
  const db = connect(path, key);
  if (userVersion(db) > migrations.length) {
    db.close();
    const data = { path, version: userVersion(db), supported: migrations.length };
    throw new AppError("STORE_NEWER", `${path} was written by a newer version of Cloister. Use that version.`, data);
  }
  prepareForWriting(db);
  migrate(db, migrations);
  return db;
}
