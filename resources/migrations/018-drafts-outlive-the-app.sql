-- What is typed and pasted for a chat and not sent. A chat that is not yet made has the page's own name, so it is no foreign key.
CREATE TABLE drafts (
  key INTEGER PRIMARY KEY,
  window_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  typed TEXT NOT NULL,
  -- As JSON: a list of texts.
  pasted TEXT NOT NULL,
  touched_at INTEGER NOT NULL,
  UNIQUE (window_id, chat_id)
) STRICT;

CREATE TRIGGER chats_take_their_drafts AFTER DELETE ON chats BEGIN
  DELETE FROM drafts WHERE chat_id = old.id;
END;
