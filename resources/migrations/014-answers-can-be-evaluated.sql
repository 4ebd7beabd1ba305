-- Questions by which a person tells whether a change helped: what a search of a collection should find for each, or that nothing answers it.
CREATE TABLE evaluation_questions (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  collection_id TEXT NOT NULL,
  question TEXT NOT NULL,
  -- As JSON: documents and texts, any of which is right; empty: nothing in the documents answers it.
  expected TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX evaluation_questions_of_collections ON evaluation_questions (collection_id);

CREATE TABLE evaluation_runs (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  collection_id TEXT NOT NULL,
  ended_at INTEGER NOT NULL,
  -- As JSON: how it was run, its figures, and what came of each question.
  run TEXT NOT NULL
) STRICT;
CREATE INDEX evaluation_runs_of_collections ON evaluation_runs (collection_id, ended_at);
