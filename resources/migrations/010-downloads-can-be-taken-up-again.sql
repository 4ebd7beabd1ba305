-- Downloads that have not ended well: what was asked for and what of it was planned, as JSON, by their job.
CREATE TABLE hub_downloads (
  job_id TEXT PRIMARY KEY NOT NULL,
  wanted TEXT NOT NULL CHECK (json_valid(wanted)),
  plan TEXT CHECK (plan IS NULL OR json_valid(plan))
) STRICT;
