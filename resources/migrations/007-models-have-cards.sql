-- What is kept of a model beside what its file says; no row: nothing. A row outlives its model, as chats do.
CREATE TABLE model_cards (
  model_id TEXT PRIMARY KEY NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  is_favourite INTEGER NOT NULL DEFAULT 0 CHECK (is_favourite IN (0, 1)),
  -- Where it was downloaded from, see Origin in main/models/library/store.ts.
  origin TEXT CHECK (origin IS NULL OR json_valid(origin)),
  -- SHA-256 of its files and of which state of them.
  checksum TEXT CHECK (checksum IS NULL OR json_valid(checksum))
) STRICT;
