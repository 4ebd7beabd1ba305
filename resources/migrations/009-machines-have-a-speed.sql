-- How fast this computer writes, measured with models made for it; another processor is another computer.
CREATE TABLE machine_speeds (
  processor TEXT PRIMARY KEY,
  bytes_per_second REAL NOT NULL,
  layer_ms REAL NOT NULL,
  measured_at INTEGER NOT NULL
) STRICT;
