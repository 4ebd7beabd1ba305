import type { Db } from "./database.ts";
import { type RawRow, type RawValue, rowsOfLeaf } from "./leaf-rows.ts";
import { openPageFile } from "./page-file.ts";
import type { Gap } from "./salvage.ts";
import { type Column, columnsOf, quoted } from "./tables.ts";

/**
 * Rows of tables whose tree is broken at the top: every page of the file is looked at, and a row goes to the table with a gap whose
 * columns and rules it fits. Rows that are there already stay as they are. Only for files that are not encrypted. What was deleted
 * may come back from a page that was not used again yet; that is the smaller evil.
 */
export function recoverRows(path: string, target: Db, gaps: readonly Gap[], onRow: () => void): number {
  const places = [...new Set(gaps.map(({ table }) => table))].map((table) => placeFor(target, table, gaps));
  using file = openPageFile(path);
  let rows = 0;
  for (let page = 1; page <= file.pageCount; page++) {
    for (const row of rowsOfLeaf(file, page)) {
      if (!places.some((place) => place(row))) continue;
      rows += 1;
      onRow();
    }
  }
  return rows;
}

/** Puts a row into one table; false when it does not belong there. */
function placeFor(target: Db, table: string, gaps: readonly Gap[]): (row: RawRow) => boolean {
  const columns = columnsOf(target, table);
  const own = gaps.filter((gap) => gap.table === table);
  const inserts = new Map<number, (row: RawRow) => boolean>();

  function inserterFor(count: number): (row: RawRow) => boolean {
    const names = ["rowid", ...columns.slice(0, count).map(({ name }) => quoted(name))];
    const marks = names.map(() => "?").join(", ");
    const insert = target.prepare(`INSERT OR IGNORE INTO ${quoted(table)} (${names.join(", ")}) VALUES (${marks})`);
    return ({ rowid, values }) => {
      const stored = values.map((value, index) => (columns[index]?.isRowid ? rowid : value));
      return insert.run(rowid, ...stored).changes > 0;
    };
  }

  return (row) => {
    if (!own.some(({ from, to }) => row.rowid >= from && row.rowid <= to)) return false;
    if (!fits(row.values, columns)) return false;
    let insert = inserts.get(row.values.length);
    if (!insert) inserts.set(row.values.length, (insert = inserterFor(row.values.length)));
    try {
      return insert(row);
    } catch {
      return false;
    }
  };
}

function fits(values: readonly RawValue[], columns: readonly Column[]): boolean {
  if (values.length === 0 || values.length > columns.length) return false;
  return values.every((value, index) => {
    const column = columns[index];
    return column !== undefined && fitsColumn(value, column);
  });
}

function fitsColumn(value: RawValue, { type, isNullable, isRowid }: Column): boolean {
  if (value === null) return isNullable;
  if (isRowid) return false;
  if (typeof value === "bigint") return type === "INTEGER" || type === "REAL";
  if (typeof value === "number") return type === "REAL";
  return type === (typeof value === "string" ? "TEXT" : "BLOB");
}
