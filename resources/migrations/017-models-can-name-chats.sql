-- The title is one that a model gave; `title_by` says 'first-words' then, as before it did.
ALTER TABLE chats ADD COLUMN has_model_title INTEGER NOT NULL DEFAULT 0 CHECK (has_model_title IN (0, 1));
