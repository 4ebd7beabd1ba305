-- Terms that the user has agreed to, by the repository that they were shown for.
CREATE TABLE hub_licences (
  repository TEXT PRIMARY KEY NOT NULL,
  licence TEXT NOT NULL,
  accepted_at INTEGER NOT NULL
) STRICT;

-- What the system's keychain has sealed. Without it these are noise.
CREATE TABLE secrets (
  name TEXT PRIMARY KEY NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
