-- A preset is a named set of changes, for one model or (model_id NULL) for every model. Presets of sampling that chats had until now
-- become presets for every model which set nothing else. `parts` is JSON, see main/models/presets/contract.ts.
CREATE TABLE model_presets (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model_id TEXT,
  name TEXT NOT NULL,
  parts TEXT NOT NULL CHECK (json_valid(parts))
) STRICT;

INSERT INTO model_presets (id, model_id, name, parts)
SELECT id, NULL, name, json_object('sampling', json(sampling)) FROM presets ORDER BY key;

DROP TABLE presets;

-- What new chats with a model begin with. Built-in presets are in no table, so nothing is referred to.
CREATE TABLE usual_presets (
  model_id TEXT PRIMARY KEY NOT NULL,
  preset_id TEXT NOT NULL
) STRICT;

-- What a model did with a preset here; preset_id NULL: without one. `figures` is JSON.
CREATE TABLE preset_measurements (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model_id TEXT NOT NULL,
  preset_id TEXT,
  at INTEGER NOT NULL,
  figures TEXT NOT NULL CHECK (json_valid(figures))
) STRICT;

CREATE INDEX preset_measurements_of ON preset_measurements (model_id, preset_id, at);

-- Templates of the user's that answers were written with: an answer names its own by hash, so that it can be run again exactly.
CREATE TABLE templates (
  sha256 TEXT PRIMARY KEY NOT NULL,
  text TEXT NOT NULL
) STRICT;

ALTER TABLE chats ADD COLUMN preset_id TEXT;
