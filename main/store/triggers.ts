import type { Db } from "./database.ts";

/** Runs `work` on a database without its triggers, then puts them back and rebuilds the full-text tables that they would have kept. */
export function withoutTriggers(db: Db, work: () => void): void {
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
  db.transaction(work)();
  for (const { sql } of triggers) db.exec(sql);
  for (const name of fullTextTables(db)) db.exec(`INSERT INTO "${name}" ("${name}") VALUES ('rebuild')`);
}

function fullTextTables(db: Db): string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'",
    )
    .pluck()
    .all();
}
