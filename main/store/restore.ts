import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Backup, listBackups, stampOf } from "./backups.ts";
import { checkDatabase } from "./check.ts";
import { sync } from "./copy.ts";
import { connect, type Db, userVersion } from "./database.ts";
import { migrate, type Migration, readMigrations } from "./migrate.ts";
import { withoutTriggers } from "./triggers.ts";
import { adoptOrphans } from "./orphans.ts";
import { recoverRows } from "./recover.ts";
import { everything, fillGaps, type Gap, salvage } from "./salvage.ts";

/** What happened to a database that could not be used as it was found. */
export interface StoreNotice {
  /** `salvaged`: read row by row; `backup`: a whole backup was taken; `new`: nothing could be read and there was no backup. */
  readonly how: "salvaged" | "backup" | "new";
  /** In SQLite's words. */
  readonly problem: string;
  /** The damaged file, as it was found. */
  readonly keptAt: string;
  /** When the backup was begun that rows were taken from; null if none was. */
  readonly backupFrom: number | null;
  readonly rowsKept: number;
  /** Places in the file that could not be read. How many rows were in them is not known. */
  readonly placesLost: number;
}

export interface Restoring {
  readonly path: string;
  readonly backupsDir: string;
  readonly migrationsDir: string;
  readonly key: Buffer | null;
  readonly problem: string;
}

/**
 * Puts a sound database in the place of a damaged one, with all that can be read of it, else from the newest good backup. The
 * damaged file is kept. A crash at any moment leaves either the damaged file to begin again with, or a whole new one.
 */
export function restoreDatabase(options: Restoring, onRows: (rows: number) => void): StoreNotice {
  const { path, backupsDir, key, problem } = options;
  const building = `${path}.building`;
  let rebuilt: Rebuilt;
  try {
    eraseDatabase(building);
    rebuilt = rebuild(options, building, onRows);
    const unsound = checkDatabase(building, key);
    if (unsound !== null) throw new Error(`what was rebuilt is not sound: ${unsound}`);
    sync(building);
  } catch (error) {
    // Most likely the disk is full: the damaged file stays where it is, for another try.
    eraseDatabase(building);
    throw error;
  }
  const keptAt = join(backupsDir, `damaged-${stampOf(Date.now())}.db`);
  renameSync(building, restoredName(path));
  putRestoredInPlace(path, keptAt);
  return { ...rebuilt, problem, keptAt };
}

/** Also the second half of a restore that a crash cut off; does nothing when there is none. */
export function finishRestore(path: string, backupsDir: string): void {
  if (existsSync(restoredName(path))) putRestoredInPlace(path, join(backupsDir, `damaged-${stampOf(Date.now())}.db`));
}

function putRestoredInPlace(path: string, keptAt: string): void {
  mkdirSync(dirname(keptAt), { recursive: true, mode: 0o700 });
  // The log first: beside the new file it would be taken for its own.
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${keptAt}-wal`);
  rmSync(`${path}-shm`, { force: true });
  if (existsSync(path)) renameSync(path, keptAt);
  renameSync(restoredName(path), path);
  sync(dirname(path));
}

function restoredName(path: string): string {
  return `${path}.restored`;
}

type Rebuilt = Omit<StoreNotice, "problem" | "keptAt">;

function rebuild(options: Restoring, building: string, onRows: (rows: number) => void): Rebuilt {
  const migrations = readMigrations(options.migrationsDir);
  const salvaged = rebuildFromRows(options, migrations, building, onRows);
  if (salvaged.rowsKept > 0) return salvaged;
  eraseDatabase(building);
  const backup = goodBackups(options, migrations.length)[0];
  if (backup) {
    copyFileSync(backup.path, building);
    return { how: "backup", backupFrom: backup.at, rowsKept: countRows(building, options.key), placesLost: 0 };
  }
  const db = build(building, options.key);
  migrate(db, migrations);
  db.close();
  return { how: "new", backupFrom: null, rowsKept: 0, placesLost: 0 };
}

/** Row by row: by the trees of the file, then from pages that no tree leads to, then what is still missing from a backup. */
function rebuildFromRows(
  options: Restoring,
  migrations: readonly Migration[],
  building: string,
  onRows: (rows: number) => void,
): Rebuilt {
  const { path, key, migrationsDir } = options;
  const source = openDamaged(options);
  const target = build(building, key);
  try {
    // A file without a number has lost it: only an empty one never had it.
    const version = Math.min((source && userVersion(source)) || migrations.length, migrations.length);
    migrate(target, migrations, version);
    target.pragma("foreign_keys = OFF");
    let kept = 0;
    let filled: Filled = { rows: 0, backupFrom: null };
    let gaps: readonly Gap[] = [];
    withoutTriggers(target, () => {
      if (source) ({ rows: kept, gaps } = salvage(source, target, onRows));
      else gaps = everything(target);
      if (gaps.length === 0) return;
      if (key === null) kept += recoverRows(path, target, gaps, () => onRows(kept));
      if (kept > 0) filled = fillFromBackup(target, gaps, options, migrations, version);
    });
    adoptOrphans(target, join(migrationsDir, "adopt"));
    const placesLost = source ? gaps.length : 1;
    return { how: "salvaged", backupFrom: filled.backupFrom, rowsKept: kept + filled.rows, placesLost };
  } finally {
    source?.close();
    target.close();
  }
}

/** Null when not even the list of tables can be read. */
function openDamaged({ path, key }: Restoring): Db | null {
  let db: Db | null = null;
  try {
    db = connect(path, key, { readonly: true });
    // Lets SQLite open a file that is shorter than its head says, or whose list of tables has a damaged entry.
    db.unsafeMode();
    db.pragma("writable_schema = ON");
    if (db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() !== 0) return db;
  } catch {
    // Nothing to read from.
  }
  db?.close();
  return null;
}

interface Filled {
  rows: number;
  backupFrom: number | null;
}

/** What could not be read, from the newest good backup, brought to the same form first. */
function fillFromBackup(
  target: Db,
  gaps: readonly Gap[],
  { path, key, backupsDir }: Restoring,
  migrations: readonly Migration[],
  version: number,
): Filled {
  const backup = goodBackups({ key, backupsDir }, version)[0];
  if (!backup) return { rows: 0, backupFrom: null };
  const copy = `${path}.filling`;
  eraseDatabase(copy);
  copyFileSync(backup.path, copy);
  const source = connect(copy, key);
  try {
    migrate(source, migrations, version);
    const rows = fillGaps(source, target, gaps);
    return { rows, backupFrom: rows > 0 ? backup.at : null };
  } finally {
    source.close();
    eraseDatabase(copy);
  }
}

/** Newest first: sound, and not newer than `version`. */
function goodBackups({ key, backupsDir }: Pick<Restoring, "key" | "backupsDir">, version: number): Backup[] {
  return listBackups(backupsDir).filter((backup) => {
    if (checkDatabase(backup.path, key) !== null) return false;
    const db = connect(backup.path, key, { readonly: true });
    try {
      return userVersion(db) <= version;
    } finally {
      db.close();
    }
  });
}

/** Fast while it is built: it counts only once it is whole, checked and synced. */
function build(path: string, key: Buffer | null): Db {
  const db = connect(path, key);
  db.pragma("journal_mode = MEMORY");
  db.pragma("synchronous = OFF");
  return db;
}

function countRows(path: string, key: Buffer | null): number {
  const db = connect(path, key, { readonly: true });
  try {
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    return tables.reduce((sum, name) => sum + Number(db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()), 0);
  } finally {
    db.close();
  }
}

function eraseDatabase(path: string): void {
  for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
}
