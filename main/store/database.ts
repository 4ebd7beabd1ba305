import Database from "better-sqlite3";

export type Db = Database.Database;

/** AEGIS-256: authenticated, and by far the cheapest of the library's ciphers to read pages with. */
const CIPHER = "aegis";
/** Decrypted pages are worth keeping: 64 MB instead of SQLite's 16 MB (negative: in KiB). */
const ENCRYPTED_CACHE = -65_536;
/** Pages in the write-ahead log (4 KiB each) before they are moved into the database. */
const CHECKPOINT_PAGES = 1_000;
const WAL_LIMIT_BYTES = 64 * 2 ** 20;

/** Opens a database file as it is: nothing is read or written but what `key` needs. */
export function connect(path: string, key: Buffer | null, options?: Database.Options): Db {
  const db = new Database(path, options);
  if (key === null) return db;
  if (key.length !== 32) throw new RangeError(`a database key has 32 bytes, not ${key.length}`);
  db.pragma(`cipher = '${CIPHER}'`);
  db.pragma(`key = 'raw:${key.toString("hex")}'`);
  db.pragma(`cache_size = ${ENCRYPTED_CACHE}`);
  return db;
}

/** What every connection that writes is set to. `synchronous = FULL`: when a write answers, it is on the disk. */
export function prepareForWriting(db: Db): void {
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("foreign_keys = ON");
  // What people erase is overwritten, also on pages that are given back as a whole.
  db.pragma("secure_delete = ON");
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
}

/**
 * Moves the whole log into the database and empties it. False when somebody still reads from it: this waits for nobody, as
 * nothing else in this process can happen meanwhile.
 */
export function emptyLog(db: Db): boolean {
  const timeoutMs = Number(db.pragma("busy_timeout", { simple: true }));
  db.pragma("busy_timeout = 0");
  try {
    const [result] = db.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
    return result?.busy === 0;
  } finally {
    db.pragma(`busy_timeout = ${timeoutMs}`);
  }
}

/** The number of the last migration that ran on this file. */
export function userVersion(db: Db): number {
  return Number(db.pragma("user_version", { simple: true }));
}
