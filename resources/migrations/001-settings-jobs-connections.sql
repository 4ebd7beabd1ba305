-- One row a setting that was changed; what is not here has its default. `value` is JSON.
CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;

-- Long work, see main/jobs. `payload`, `checkpoint`, `step` and `error` are JSON.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'failed', 'cancelled')),
  payload TEXT NOT NULL,
  checkpoint TEXT,
  progress REAL,
  step TEXT,
  error TEXT,
  -- Starts since it last came forward: a job that ends the app each time is not begun for ever.
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;

-- Every outbound connection that was asked for, let through or not. The newest are kept.
CREATE TABLE connections (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  host TEXT NOT NULL,
  purpose TEXT NOT NULL,
  allowed INTEGER NOT NULL CHECK (allowed IN (0, 1)),
  sent_bytes INTEGER NOT NULL DEFAULT 0,
  received_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
