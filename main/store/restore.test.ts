import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Store } from "./open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "./testing.ts";

// Whole files are written, damaged and read again here: on a busy disk that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

const PAGE = 4_096;
const NOTES = 4_000;

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let migrationsDir: string;
let store: Store | null = null;

beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder.path, "cloister.db");
  migrationsDir = join(folder.path, "migrations");
  writeMigrations();
  const first = await open();
  first.write(() => {
    first.db.prepare("INSERT INTO book (id, title) VALUES (1, 'Book 1'), (2, 'Book 2')").run();
    const insert = first.db.prepare("INSERT INTO note (id, book, uuid, text) VALUES (?, ?, ?, ?)");
    for (let id = 1; id <= NOTES; id++) insert.run(id, (id % 2) + 1, `note-${id}`, textOf(id));
  });
  close();
});
afterEach(() => {
  close();
  folder[Symbol.dispose]();
});

/** Some fit on a page with others, some need pages of their own. */
function textOf(id: number): string {
  return `${id} `.repeat(id % 50 === 0 ? 3_000 : 60);
}

function writeMigrations(): void {
  rmSync(migrationsDir, { recursive: true, force: true });
  const sql = `
    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT;
    CREATE TABLE note (
      id INTEGER PRIMARY KEY,
      book INTEGER NOT NULL REFERENCES book (id),
      uuid TEXT NOT NULL UNIQUE,
      text TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE found USING fts5 (text, content = 'note', content_rowid = 'id');
    CREATE TRIGGER note_added AFTER INSERT ON note BEGIN INSERT INTO found (rowid, text) VALUES (new.id, new.text); END;`;
  mkdirSync(migrationsDir);
  writeFileSync(join(migrationsDir, "001-books.sql"), sql);
}

async function open(): Promise<Store> {
  store = await openTestStore(folder.path, { migrationsDir });
  return store;
}

function close(): void {
  store?.close();
  store = null;
}

/** Fills whole pages with bytes that are not SQLite's. The first page is number 1. */
function damage(...pages: number[]): void {
  const handle = openSync(file, "r+");
  for (const page of pages) writeSync(handle, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (page - 1) * PAGE);
  closeSync(handle);
}

/** Pages of one table, by what they are: SQLite's own account of the file. */
async function pagesOf(table: string, type: "leaf" | "internal" | "overflow"): Promise<number[]> {
  const { db } = await open();
  const pages = db.prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ?").pluck().all(table, type);
  close();
  return pages as number[];
}

function notes({ db }: Store): Map<number, string> {
  const rows = db.prepare("SELECT id, text FROM note").all() as { id: number; text: string }[];
  return new Map(rows.map(({ id, text }) => [id, text]));
}

function expectSound({ db }: Store): void {
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(db.pragma("foreign_key_check")).toEqual([]);
}

test("damaged pages in the middle cost the rows on them and no others, and the damaged file is kept", async () => {
  const leaves = await pagesOf("note", "leaf");
  const hit = [leaves[10], leaves[11], leaves[100], leaves.at(-1)] as number[];
  damage(...hit);
  const restored = await open();
  expectSound(restored);
  const kept = notes(restored);
  // Some 20 notes lie on a page.
  expect(kept.size).toBeGreaterThan(NOTES - 4 * 25);
  expect(kept.size).toBeLessThan(NOTES);
  for (const [id, text] of kept) expect(text).toBe(textOf(id));
  expect(restored.notice).toMatchObject({ how: "salvaged", backupFrom: null, placesLost: 3 });
  expect(restored.notice?.rowsKept).toBe(kept.size + 2);
  expect(statSync(restored.notice?.keptAt ?? "").size).toBeGreaterThan(1_000_000);
  close();
  expect((await open()).notice).toBeNull();
});

test("a search finds what was kept: full-text tables are built again", async () => {
  const leaves = await pagesOf("note", "leaf");
  damage(leaves[50] ?? 0);
  const { db } = await open();
  expect(db.prepare("SELECT rowid FROM found WHERE found MATCH '4000'").pluck().all()).toEqual([4_000]);
});

test("behind a damaged inner page of a tree every row is still found", async () => {
  const larger = await open();
  const insert = larger.db.prepare("INSERT INTO note (id, book, uuid, text) VALUES (?, 1, ?, ?)");
  larger.write(() => {
    for (let id = NOTES + 1; id <= 4 * NOTES; id++) insert.run(id, `note-${id}`, textOf(id));
  });
  const inner = larger.db
    .prepare("SELECT pageno FROM dbstat WHERE name = 'note' AND pagetype = 'internal' AND path <> '/'")
    .pluck()
    .all() as number[];
  close();
  expect(inner.length).toBeGreaterThan(1);
  damage(inner[0] ?? 0);
  const restored = await open();
  expectSound(restored);
  expect(notes(restored).size).toBe(4 * NOTES);
});

test("a damaged page of a long text costs at most that text", async () => {
  const overflow = await pagesOf("note", "overflow");
  damage(overflow[5] ?? 0);
  const restored = await open();
  const kept = notes(restored);
  const other = [...kept].filter(([id, text]) => text !== textOf(id));
  // The row is gone, or it is there with a damaged passage.
  expect(kept.size + (other.length === 0 ? 1 : 0)).toBe(NOTES);
  expect(other.length).toBeLessThanOrEqual(1);
  expect(restored.notice).toMatchObject({ how: "salvaged" });
});

test("rows on damaged pages come from the newest good backup, and only those", async () => {
  const before = await open();
  await before.backUp(() => undefined, new AbortController().signal);
  before.write(() => before.db.prepare("UPDATE note SET text = 'newer' WHERE id IN (500, 3900)").run());
  before.write(() => before.db.prepare("DELETE FROM note WHERE id = 3000").run());
  close();
  const leaves = await pagesOf("note", "leaf");
  damage(leaves[3] ?? 0, leaves[4] ?? 0);
  const restored = await open();
  expectSound(restored);
  const kept = notes(restored);
  expect(kept.size).toBe(NOTES - 1);
  expect([kept.get(500), kept.get(3_900)]).toEqual(["newer", "newer"]);
  expect(kept.has(3_000)).toBe(false);
  expect(restored.notice?.backupFrom).toBeGreaterThan(0);
});

test("without its first page every row is still found, also without a backup, and what was only in the log", async () => {
  const before = await open();
  before.write(() => before.db.prepare("UPDATE note SET text = 'newer' WHERE id = 7").run());
  // As after a crash: the log was not moved into the file.
  for (const suffix of ["", "-wal"]) copyFileSync(file + suffix, `${file}.copy${suffix}`);
  close();
  for (const suffix of ["", "-wal"]) renameSync(`${file}.copy${suffix}`, file + suffix);
  damage(1);
  const restored = await open();
  expectSound(restored);
  const kept = notes(restored);
  expect(kept.size).toBe(NOTES);
  expect(kept.get(7)).toBe("newer");
  for (const [id, text] of kept) if (id !== 7) expect(text).toBe(textOf(id));
  expect(restored.db.prepare("SELECT title FROM book ORDER BY id").pluck().all()).toEqual(["Book 1", "Book 2"]);
  expect(restored.notice).toMatchObject({ how: "salvaged", backupFrom: null, rowsKept: NOTES + 2 });
});

test("a table whose tree is broken at its root is read from its other pages", async () => {
  const { db } = await open();
  const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'note'").pluck().get() as number;
  close();
  damage(root);
  const restored = await open();
  expectSound(restored);
  expect(notes(restored).size).toBe(NOTES);
});

test("a file of which nothing is left is taken from the newest good backup", async () => {
  const before = await open();
  await before.backUp(() => undefined, new AbortController().signal);
  close();
  writeFileSync(file, Buffer.alloc(100 * PAGE, 0xa5));
  const restored = await open();
  expectSound(restored);
  expect(notes(restored).size).toBe(NOTES);
  expect(restored.notice).toMatchObject({ how: "backup", placesLost: 0 });
});

test("a damaged backup is passed over for an older good one", async () => {
  const before = await open();
  const good = await before.backUp(() => undefined, new AbortController().signal);
  before.write(() => before.db.prepare("DELETE FROM note WHERE id > 100").run());
  const bad = await before.backUp(() => undefined, new AbortController().signal);
  close();
  truncateSync(bad, 10_000);
  writeFileSync(file, Buffer.alloc(100 * PAGE, 0xa5));
  const restored = await open();
  expect(notes(restored).size).toBe(NOTES);
  expect(existsSync(good)).toBe(true);
});

test("without anything to read and without a backup it begins anew, says so, and keeps the file", async () => {
  writeFileSync(file, Buffer.alloc(100 * PAGE, 0xa5));
  const restored = await open();
  expectSound(restored);
  expect(notes(restored).size).toBe(0);
  expect(restored.notice).toMatchObject({ how: "new", rowsKept: 0 });
  expect(statSync(restored.notice?.keptAt ?? "").size).toBe(100 * PAGE);
});

test("an emptied file is taken from the backup", async () => {
  const before = await open();
  await before.backUp(() => undefined, new AbortController().signal);
  close();
  truncateSync(file, 0);
  expect(notes(await open()).size).toBe(NOTES);
});

test("a truncated file keeps what is left of it", async () => {
  truncateSync(file, Math.floor(statSync(file).size / PAGE / 2) * PAGE);
  const restored = await open();
  expectSound(restored);
  expect(notes(restored).size).toBeGreaterThan(500);
});

test("rows whose parent was lost are erased where they cannot stand without it, and nothing else is", async () => {
  const [books] = await pagesOf("book", "leaf");
  damage(books ?? 0);
  const restored = await open();
  expectSound(restored);
  expect(restored.notice?.placesLost).toBe(1);
});

test("a restore that was cut off between its renames is finished at the next start", async () => {
  renameSync(file, `${file}.restored`);
  writeFileSync(file, "the damaged one");
  writeFileSync(`${file}-wal`, "its log");
  const restored = await open();
  expect(notes(restored).size).toBe(NOTES);
  const kept = readdirSync(join(folder.path, "backups"));
  expect(kept.filter((name) => name.startsWith("damaged-"))).toHaveLength(2);
});
