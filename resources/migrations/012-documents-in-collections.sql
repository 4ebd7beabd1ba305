-- A matter, a patient, a book: what documents are kept together for. What was read of them lies in documents.db, which can be made again.
CREATE TABLE collections (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

-- Folders whose files belong to a collection, also those that come later.
CREATE TABLE collection_folders (
  collection_key INTEGER NOT NULL REFERENCES collections (key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  PRIMARY KEY (collection_key, path)
) STRICT;

CREATE TABLE documents (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  collection_key INTEGER NOT NULL REFERENCES collections (key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The folder by which it came; null: it was added by itself.
  folder TEXT,
  -- Of the file as it was last looked at, and of what was read.
  size_bytes INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  sha256 TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'reading', 'read', 'unreadable', 'locked', 'away')),
  -- An ErrorShape as JSON.
  problem TEXT,
  facts TEXT,
  pages_read INTEGER NOT NULL DEFAULT 0,
  -- Pages without text that can be used.
  pages_unreadable INTEGER NOT NULL DEFAULT 0,
  left_out TEXT NOT NULL DEFAULT '[]',
  added_at INTEGER NOT NULL,
  read_at INTEGER,
  deleted_at INTEGER,
  UNIQUE (collection_key, path)
) STRICT;
CREATE INDEX documents_of_collections ON documents (collection_key, name);
