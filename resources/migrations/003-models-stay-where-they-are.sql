-- Models that were found or added. Their files are used where they are; here is what was read of them.
CREATE TABLE models (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Of a split model, its first part.
  path TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- A name of the user's is not changed by the next scan.
  named_by_user INTEGER NOT NULL DEFAULT 0 CHECK (named_by_user IN (0, 1)),
  kept_in TEXT NOT NULL,
  -- Of all parts; and when the newest was written, in ms. Another value means: read it again.
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  -- '' while the file could not be read.
  fingerprint TEXT NOT NULL,
  -- What its header says, see main/models/facts.ts.
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
  -- Only what differs from the defaults.
  load_options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(load_options)),
  tokens_per_second REAL,
  added_at INTEGER NOT NULL,
  last_used_at INTEGER,
  -- Taken off the list by the user: scans pass it over.
  forgotten_at INTEGER
) STRICT;

CREATE TABLE model_folders (
  path TEXT PRIMARY KEY NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
