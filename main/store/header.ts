import { closeSync, openSync, readSync, statSync } from "node:fs";

/** What a database file looks like from outside, before SQLite opens it. */
export type HeaderKind = "absent" | "empty" | "plain" | "encrypted" | "damaged";

const MAGIC = "SQLite format 3\0";
/** Bytes 21 to 23 of every SQLite file (payload fractions, fixed); the ciphers leave bytes 16 to 23 as they are. */
const FRACTIONS = Buffer.from([64, 32, 32]);

export function inspectHeader(path: string): HeaderKind {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return "absent";
  if (size === 0) return "empty";
  const header = Buffer.alloc(24);
  const file = openSync(path, "r");
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString("latin1", 0, MAGIC.length) === MAGIC) return "plain";
  return header.subarray(21).equals(FRACTIONS) ? "encrypted" : "damaged";
}
