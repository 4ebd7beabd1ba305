import { rmSync } from "node:fs";
import { getLoadablePath } from "sqlite-vec";
import { unpacked } from "#main/lib/unpacked.ts";
import { connect, type Db, prepareForWriting, userVersion } from "#main/store/database.ts";

/**
 * The index of all documents lies in a file of its own: everything in it can be read from the documents again, it is written in large
 * pieces by its own thread while chats go on in theirs, and backups stay small. What people made themselves is in Cloister's database.
 */

/** Counts up with every change of the tables: an older index is thrown away and the documents are read again. */
const VERSION = 2;

const TABLES = `
CREATE TABLE documents (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Of the file that was read: another one is another document.
  sha256 TEXT NOT NULL,
  -- Headings above the last page that was read, as JSON: the next slice goes on below them.
  headings TEXT NOT NULL DEFAULT '[]',
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1))
) STRICT;

CREATE TABLE pages (
  document_key INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  label TEXT,
  text TEXT NOT NULL,
  blocks TEXT NOT NULL,
  -- Six 32-bit floats a run; see the parser's contract.
  runs BLOB NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL,
  problem TEXT,
  -- Of a text that was recognised from the picture of its page, 0 to 1.
  confidence REAL,
  PRIMARY KEY (document_key, number)
) STRICT;

-- Keys are never used again: a citation that names one finds it or nothing.
CREATE TABLE passages (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  document_key INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  parts TEXT NOT NULL,
  section TEXT NOT NULL,
  text TEXT NOT NULL,
  tokens INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_of_documents ON passages (document_key);

CREATE VIRTUAL TABLE words USING fts5 (
  section, text, content = 'passages', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER passages_are_found AFTER INSERT ON passages BEGIN
  INSERT INTO words (rowid, section, text) VALUES (new.key, new.section, new.text);
END;
CREATE TRIGGER passages_are_forgotten AFTER DELETE ON passages BEGIN
  INSERT INTO words (words, rowid, section, text) VALUES ('delete', old.key, old.section, old.text);
END;

-- One for each embedding model; its vectors are in the table vectors_<key>.
CREATE TABLE vector_sets (
  key INTEGER PRIMARY KEY,
  model TEXT NOT NULL UNIQUE,
  dimensions INTEGER NOT NULL
) STRICT;
`;

/** Opens the index, or makes it. One that cannot be used is thrown away: its documents are then read again. */
export function openIndexFile(path: string, key: Buffer | null): Db {
  const known = tryOpen(path, key);
  if (known !== null) return known;
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  const db = prepared(path, key);
  db.transaction(() => {
    db.exec(TABLES);
    db.pragma(`user_version = ${String(VERSION)}`);
  }).immediate();
  return db;
}

function tryOpen(path: string, key: Buffer | null): Db | null {
  let db: Db | null = null;
  try {
    db = prepared(path, key);
    const isSound = userVersion(db) === VERSION && db.pragma("quick_check(1)", { simple: true }) === "ok";
    if (isSound) return db;
  } catch {
    // No database, one of another key, or a torn one: all of it can be read again.
  }
  db?.close();
  return null;
}

function prepared(path: string, key: Buffer | null): Db {
  const db = connect(path, key);
  db.loadExtension(unpacked(getLoadablePath()));
  prepareForWriting(db);
  return db;
}
