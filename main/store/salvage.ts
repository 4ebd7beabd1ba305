import type { Db } from "./database.ts";
import { columnsOf, quoted, tablesOf } from "./tables.ts";

/** Rowids that could not be read, both ends included. */
export interface Gap {
  readonly table: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** All rows of all tables: what is missing when nothing of the trees can be read. */
export function everything(db: Db): Gap[] {
  return tablesOf(db).map((table) => ({ table, from: LOWEST, to: HIGHEST }));
}

export interface Salvaged {
  readonly rows: number;
  readonly gaps: readonly Gap[];
}

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;
/** Damaged places in one table after which the rest is given up. */
const MAX_GAPS = 10_000;
const SAMPLES = 64n;

/**
 * Copies every row that can be read, table by table, into an empty database of the same form. At a damaged page
 * it looks for the next rowid that can be read and goes on there, so that only the rows on damaged pages are left behind.
 * Foreign keys and triggers of `target` must be off.
 */
export function salvage(source: Db, target: Db, onRows: (rows: number) => void): Salvaged {
  const gaps: Gap[] = [];
  let rows = 0;
  for (const table of tablesOf(target)) {
    try {
      const copier = rowCopier(source, target, table, () => onRows(++rows));
      gaps.push(...copyAround(copier, table));
    } catch {
      // The table is not in what can be read of the damaged file's list of tables.
      gaps.push({ table, from: LOWEST, to: HIGHEST });
    }
  }
  return { rows, gaps };
}

/** Copies rows of `source` whose rowid lies in a gap; rows that are there already stay as they are. */
export function fillGaps(source: Db, target: Db, gaps: readonly Gap[]): number {
  let rows = 0;
  for (const gap of gaps) {
    try {
      rowCopier(source, target, gap.table, () => (rows += 1)).copy(gap.from, gap.to);
    } catch {
      // This backup is of a form that did not have the table yet.
    }
  }
  return rows;
}

interface RowCopier {
  /** Copies upwards until the end or the first row that cannot be read. `last` is the last rowid that was read. */
  copy(from: bigint, to: bigint): { last: bigint | null; complete: boolean };
  /** Whether the place of this rowid can be read (also when nothing is there or above). */
  canRead(rowid: bigint): boolean;
}

function copyAround(copier: RowCopier, table: string): Gap[] {
  const gaps: Gap[] = [];
  let from = LOWEST;
  for (let tries = 0; tries < MAX_GAPS; tries++) {
    const { last, complete } = copier.copy(from, HIGHEST);
    if (complete) return gaps;
    const lost = last === null ? from : last + 1n;
    const next = nextReadable(copier, lost);
    gaps.push({ table, from: lost, to: next === null ? HIGHEST : next - 1n });
    if (next === null) return gaps;
    from = next;
  }
  return [...gaps, { table, from, to: HIGHEST }];
}

/** The first readable place above one that is not: in growing strides, then back by halves. Null when there is none. */
function nextReadable(copier: RowCopier, lost: bigint): bigint | null {
  const start = lost < 0n && !copier.canRead(0n) ? 0n : lost;
  let failed = start;
  for (let stride = 1n; start + stride <= HIGHEST; stride *= 2n) {
    const place = start + stride;
    if (copier.canRead(place)) return firstReadable(copier, failed, place, start);
    failed = place;
  }
  return null;
}

/** `failed` cannot be read, `found` can. Strides may have jumped over good pages between two bad ones: those are sampled too. */
function firstReadable(copier: RowCopier, failed: bigint, found: bigint, start: bigint): bigint {
  const [low, high] = edge(copier, failed, found);
  const step = (low - start) / SAMPLES;
  if (step < 1n) return high;
  for (let place = start + step; place < low; place += step) {
    if (copier.canRead(place)) return edge(copier, place - step, place)[1];
  }
  return high;
}

function edge(copier: RowCopier, failed: bigint, found: bigint): [bigint, bigint] {
  let [low, high] = [failed, found];
  while (high - low > 1n) {
    const middle = low + (high - low) / 2n;
    if (copier.canRead(middle)) high = middle;
    else low = middle;
  }
  return [low, high];
}

function rowCopier(source: Db, target: Db, table: string, onRow: () => void): RowCopier {
  const there = new Set(columnsOf(source, table).map(({ name }) => name));
  const columns = columnsOf(target, table)
    .map(({ name }) => name)
    .filter((name) => there.has(name));
  if (columns.length === 0) throw new Error(`${table} is not there`);
  const names = columns.map(quoted).join(", ");
  const from = `FROM ${quoted(table)} WHERE rowid`;
  const select = source
    .prepare<[bigint, bigint], bigint[]>(`SELECT rowid, ${names} ${from} BETWEEN ? AND ? ORDER BY rowid`)
    .safeIntegers()
    .raw();
  const probe = source.prepare<[bigint]>(`SELECT rowid ${from} >= ? ORDER BY rowid LIMIT 1`).safeIntegers();
  const marks = columns.map(() => "?").join(", ");
  const insert = target.prepare(`INSERT OR IGNORE INTO ${quoted(table)} (rowid, ${names}) VALUES (?, ${marks})`);

  return {
    copy(low, high) {
      let last: bigint | null = null;
      try {
        for (const row of select.iterate(low, high)) {
          last = row[0] ?? null;
          if (put(row)) onRow();
        }
        return { last, complete: true };
      } catch {
        return { last, complete: false };
      }
    },
    canRead(rowid) {
      try {
        probe.get(rowid);
        return true;
      } catch {
        return false;
      }
    },
  };

  /** A row that was read but holds what the table does not allow (a number where a text must be) is damaged as well. */
  function put(row: bigint[]): boolean {
    try {
      return insert.run(...row).changes > 0;
    } catch {
      return false;
    }
  }
}
