-- What a person marked in a document, with what they wrote about it.
CREATE TABLE document_marks (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_key INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  -- Of the file that the places are of.
  sha256 TEXT NOT NULL,
  -- Stretches of its pages' texts, as JSON; an empty one is a note on the page itself.
  parts TEXT NOT NULL,
  -- The words there: they can be read when the document has changed or is away.
  text TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX document_marks_of_documents ON document_marks (document_key);
