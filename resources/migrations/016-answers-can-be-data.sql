-- Answers of a chat are JSON that fits this schema; NULL: text.
ALTER TABLE chats ADD COLUMN answer_schema TEXT;
