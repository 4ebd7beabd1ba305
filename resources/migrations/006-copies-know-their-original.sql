-- Models that were made here from others: what from, and how they compare.
CREATE TABLE model_copies (
  model_id TEXT PRIMARY KEY NOT NULL,
  source_id TEXT NOT NULL,
  -- As it was called then: it may be renamed, or taken off the list.
  source_name TEXT NOT NULL,
  source_quantisation TEXT NOT NULL,
  type TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  source_bytes INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  -- The text's name and its tokens; never the text.
  importance TEXT CHECK (importance IS NULL OR json_valid(importance)),
  comparison TEXT CHECK (comparison IS NULL OR json_valid(comparison)),
  -- Why it could not be compared.
  problem TEXT CHECK (problem IS NULL OR json_valid(problem))
) STRICT;
