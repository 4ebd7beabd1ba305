-- What was read of adapters, which are listed in `models` under the same id. A look reads the whole file.
CREATE TABLE adapters (
  id TEXT PRIMARY KEY NOT NULL,
  -- Size and time of the file when it was looked at; '' while it was not.
  stamp TEXT NOT NULL,
  -- See main/lib/gguf/adapter.ts; null where the file is no adapter.
  facts TEXT CHECK (facts IS NULL OR json_valid(facts)),
  problem TEXT,
  -- What it was converted from.
  source TEXT
) STRICT;

-- What new chats with a model begin with.
CREATE TABLE usual_adapters (
  model_id TEXT PRIMARY KEY NOT NULL,
  adapters TEXT NOT NULL CHECK (json_valid(adapters))
) STRICT;

-- What a chat had switched on with a model that it uses no longer: it comes back with the model.
CREATE TABLE chat_adapters (
  chat_key INTEGER NOT NULL REFERENCES chats (key) ON DELETE CASCADE,
  model_id TEXT NOT NULL,
  adapters TEXT NOT NULL CHECK (json_valid(adapters)),
  PRIMARY KEY (chat_key, model_id)
) STRICT;
