-- What the answers of a chat are written from: documents, and how sure it must be that they answer. As JSON.
ALTER TABLE chats ADD COLUMN answers_from TEXT NOT NULL DEFAULT '{"sources":[],"strictness":"balanced"}';
-- Of an answer from documents, as JSON: the passages that it was given, what was searched, and what was found of its sentences.
ALTER TABLE messages ADD COLUMN grounding TEXT;
