-- Rows know one another by small integer keys; the ids that leave this file are UUIDs.
CREATE TABLE chats (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  -- Lower case, for finding: SQLite's own LIKE knows only ASCII.
  title_folded TEXT NOT NULL,
  title_by TEXT NOT NULL CHECK (title_by IN ('nobody', 'first-words', 'user')),
  mode TEXT NOT NULL CHECK (mode IN ('chat', 'text')),
  model_id TEXT,
  adapters TEXT NOT NULL CHECK (json_valid(adapters)),
  system_prompt TEXT NOT NULL,
  sampling TEXT NOT NULL CHECK (json_valid(sampling)),
  -- Which of the first messages is shown. No foreign key here and in shown_child_key: they go with the chat, as a whole.
  shown_root_key INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

CREATE INDEX chats_listed ON chats (updated_at DESC, key DESC) WHERE deleted_at IS NULL;
CREATE INDEX chats_binned ON chats (deleted_at DESC, key DESC) WHERE deleted_at IS NOT NULL;

CREATE TABLE messages (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  chat_key INTEGER NOT NULL REFERENCES chats (key) ON DELETE CASCADE,
  -- Not cascading: SQLite ends a cascade a thousand levels deep with an error, and conversations are deeper.
  parent_key INTEGER REFERENCES messages (key) DEFERRABLE INITIALLY DEFERRED,
  -- The child that was shown last: following these from a message down leads to the leaf of its branch.
  shown_child_key INTEGER,
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text TEXT NOT NULL,
  thoughts TEXT,
  thoughts_ms REAL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'writing', 'complete', 'stopped', 'failed')),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  generation TEXT CHECK (generation IS NULL OR json_valid(generation)),
  -- How the engine read the tokens, in its own words: with it the same seed gives the same text again.
  evaluation TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX messages_of_chat ON messages (chat_key, parent_key);
CREATE INDEX messages_of_parent ON messages (parent_key);
CREATE INDEX messages_under_way ON messages (status) WHERE status IN ('queued', 'writing');

-- Text of an answer that is being written, piece by piece, so that a long answer is not written again at every save.
-- Joined to messages.text at the end of the answer, or at the next start when the end never came.
CREATE TABLE message_pieces (
  key INTEGER PRIMARY KEY,
  message_key INTEGER NOT NULL REFERENCES messages (key) ON DELETE CASCADE,
  text TEXT NOT NULL,
  thoughts TEXT NOT NULL
) STRICT;

CREATE INDEX message_pieces_of_message ON message_pieces (message_key);

CREATE TABLE presets (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sampling TEXT NOT NULL CHECK (json_valid(sampling))
) STRICT;
