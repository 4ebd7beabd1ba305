import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Db } from "./database.ts";

interface Orphan {
  table: string;
  rowid: number;
  fkid: number;
}

/** Chains of orphans (a piece of a message of a chat) are shorter than this. */
const MAX_ROUNDS = 16;

/**
 * Rows whose parent was lost. First each feature makes new parents where it can (`adopt/<feature>.sql` beside the migrations);
 * a reference that may be empty is emptied; what then still cannot stand without its parent is erased.
 */
export function adoptOrphans(db: Db, adoptDir: string): void {
  for (const sql of adoptionsIn(adoptDir)) runIfItFits(db, sql);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const orphans = db.pragma("foreign_key_check") as Orphan[];
    if (orphans.length === 0) return;
    for (const { table, rowid, fkid } of orphans) {
      const column = optionalColumn(db, table, fkid);
      if (column === null) db.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid);
      else db.prepare(`UPDATE "${table}" SET "${column}" = NULL WHERE rowid = ?`).run(rowid);
    }
  }
}

function adoptionsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** They are written for the newest form of the tables; in an older one they may name what is not there yet. */
function runIfItFits(db: Db, sql: string): void {
  try {
    db.transaction(() => db.exec(sql))();
  } catch {
    // The rows are then treated like those of every other table.
  }
}

/** The column of this foreign key, or null when it may not be empty. */
function optionalColumn(db: Db, table: string, fkid: number): string | null {
  const keys = db.pragma(`foreign_key_list("${table}")`) as { id: number; from: string }[];
  const columns = db.pragma(`table_info("${table}")`) as { name: string; notnull: number }[];
  const name = keys.find(({ id }) => id === fkid)?.from;
  return columns.find((column) => column.name === name)?.notnull === 0 ? (name ?? null) : null;
}
