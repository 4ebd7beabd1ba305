-- Trainings: what is learnt from, with which model and settings, and what has come of it. What they work with lies in a folder each.
CREATE TABLE trainings (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  model_id TEXT,
  -- As it was called then: it may be renamed, or taken off the list.
  model_name TEXT NOT NULL,
  sources TEXT NOT NULL CHECK (json_valid(sources)),
  data TEXT NOT NULL CHECK (json_valid(data)),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  share TEXT NOT NULL,
  pauses_for_chat INTEGER NOT NULL,
  job_id TEXT,
  problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
  -- What was read of the texts, what was measured, and what both depend on.
  report TEXT CHECK (report IS NULL OR json_valid(report)),
  measured TEXT CHECK (measured IS NULL OR json_valid(measured)),
  read_from TEXT,
  run TEXT CHECK (run IS NULL OR json_valid(run)),
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  deleted_at INTEGER
) STRICT;

-- Their curves, thinned: losses in nats a token.
CREATE TABLE training_points (
  training_id TEXT NOT NULL REFERENCES trainings (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  loss REAL,
  held_out_loss REAL,
  PRIMARY KEY (training_id, step)
) STRICT, WITHOUT ROWID;
