import type { Db } from "./database.ts";

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  /** The rowid under a name of its own (`INTEGER PRIMARY KEY`). */
  readonly isRowid: boolean;
}

/** Ordinary tables with rowids: those of virtual tables are filled by what is rebuilt from them. */
export function tablesOf(db: Db): string[] {
  const tables = db.pragma("table_list") as { schema: string; name: string; type: string; wr: number }[];
  return tables
    .filter((t) => t.schema === "main" && t.type === "table" && t.wr === 0 && !t.name.startsWith("sqlite_"))
    .map(({ name }) => name)
    .sort();
}

/** In the order in which rows store them. */
export function columnsOf(db: Db, table: string): Column[] {
  const columns = db.pragma(`table_info(${quoted(table)})`) as {
    name: string;
    type: string;
    notnull: number;
    pk: number;
  }[];
  const keys = columns.filter(({ pk }) => pk > 0).length;
  return columns.map(({ name, type, notnull, pk }) => {
    const isRowid = pk === 1 && keys === 1 && type === "INTEGER";
    return { name, type, isNullable: notnull === 0 || isRowid, isRowid };
  });
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
