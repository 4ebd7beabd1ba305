import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listBackups } from "./backups.ts";
import type { Store } from "./open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { MIGRATIONS, openTestStore } from "./testing.ts";

// Whole files are written, damaged and read again here: on a busy disk that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

let folder: ReturnType<typeof temporaryFolder>;
let dataDir: string;
let migrationsDir: string;

beforeEach(() => {
  folder = temporaryFolder();
  dataDir = join(folder.path, "data");
  migrationsDir = join(folder.path, "migrations");
  mkdirSync(migrationsDir);
  addMigration("001-notes.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;");
});
afterEach(() => folder[Symbol.dispose]());

function addMigration(name: string, sql: string): void {
  writeFileSync(join(migrationsDir, name), sql);
}

const open = (key: Buffer | null = null) => openTestStore(dataDir, { migrationsDir, key });
const file = () => join(dataDir, "cloister.db");

function writer(dir: string) {
  const child = spawn(process.execPath, [
    fileURLToPath(new URL("./testing-writer.ts", import.meta.url)),
    dir,
    MIGRATIONS,
  ]);
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  const saidAtLeast = async (lines: number) => {
    while (said.split("\n").length <= lines) await once(child.stdout, "data");
  };
  const killed = async () => {
    child.kill("SIGKILL");
    await once(child, "close");
    return Number(said.trimEnd().split("\n").at(-1));
  };
  return { saidAtLeast, killed };
}

test("what was written is there when it is opened again, synced at every write", async () => {
  const first = await open();
  expect(first.db.pragma("synchronous", { simple: true })).toBe(2);
  expect(first.db.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(first.db.pragma("foreign_keys", { simple: true })).toBe(1);
  first.write(() => first.db.prepare("INSERT INTO note (text) VALUES ('kept')").run());
  first.close();
  const second = await open();
  expect(second.notice).toBeNull();
  expect(second.db.prepare("SELECT text FROM note").pluck().all()).toEqual(["kept"]);
  second.close();
});

test("a write that fails leaves nothing of itself", async () => {
  const store = await open();
  const insert = store.db.prepare("INSERT INTO note (text) VALUES (?)");
  expect(() =>
    store.write(() => {
      insert.run("half");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(store.db.prepare("SELECT count(*) FROM note").pluck().get()).toBe(0);
  store.close();
});

test("a second instance in the same process is refused, until the first is closed", async () => {
  const first = await open();
  await expect(open()).rejects.toMatchObject({ code: "ALREADY_OPEN", data: { path: dataDir } });
  first.close();
  (await open()).close();
});

test("a second process is refused; after SIGKILL of the first the folder is free and every acknowledged row is there", async () => {
  const child = writer(dataDir);
  await child.saidAtLeast(50);
  await expect(openTestStore(dataDir)).rejects.toMatchObject({ code: "ALREADY_OPEN" });
  const acknowledged = await child.killed();
  const store = await openTestStore(dataDir);
  expect(store.notice).toBeNull();
  expect(store.db.prepare("SELECT max(id) FROM note").pluck().get()).toBeGreaterThanOrEqual(acknowledged);
  expect(store.db.prepare("SELECT count(*) FROM note").pluck().get()).toBeGreaterThanOrEqual(acknowledged);
  store.close();
});

test("a database of a newer version is refused and not touched", async () => {
  const store = await open();
  store.db.pragma("user_version = 9");
  store.close();
  const before = { bytes: readFileSync(file()), mtimeMs: statSync(file()).mtimeMs };
  await expect(open()).rejects.toMatchObject({ code: "STORE_NEWER", data: { version: 9, supported: 1 } });
  expect(readFileSync(file()).equals(before.bytes)).toBe(true);
  expect(statSync(file()).mtimeMs).toBe(before.mtimeMs);
});

test("a number that no version could have written is damage, not a newer version", async () => {
  const store = await open();
  store.write(() => store.db.prepare("INSERT INTO note (text) VALUES ('kept')").run());
  store.db.pragma("user_version = 1600000000");
  store.close();
  const restored = await open();
  expect(restored.notice?.how).toBe("salvaged");
  expect(restored.db.prepare("SELECT text FROM note").pluck().all()).toEqual(["kept"]);
  restored.close();
});

test("before a migration the file is backed up, once for all that are missing; old backups are erased", async () => {
  const store = await open();
  store.db.prepare("INSERT INTO note (text) VALUES ('old form')").run();
  store.close();
  addMigration("002-loud.sql", "UPDATE note SET text = upper(text);");
  addMigration("003-longer.sql", "UPDATE note SET text = text || '.';");
  const migrated = await open();
  expect(migrated.db.prepare("SELECT text FROM note").pluck().get()).toBe("OLD FORM.");
  migrated.close();
  const backups = listBackups(join(dataDir, "backups"));
  expect(backups).toMatchObject([{ reason: "before-migration" }]);
  const backup = new Database(backups[0]?.path, { readonly: true });
  expect(backup.prepare("SELECT text FROM note").pluck().get()).toBe("old form");
  expect(backup.pragma("user_version", { simple: true })).toBe(1);
  backup.close();
  for (let version = 4; version < 9; version++) {
    addMigration(`${String(version).padStart(3, "0")}-again.sql`, "SELECT 1;");
    (await open()).close();
  }
  expect(listBackups(join(dataDir, "backups"))).toHaveLength(5);
  expect(readdirSync(join(dataDir, "backups"))).toHaveLength(5);
});

test("a migration that fails leaves the form before it, and what was there", async () => {
  const store = await open();
  store.db.prepare("INSERT INTO note (text) VALUES ('kept')").run();
  store.close();
  addMigration("002-more.sql", "ALTER TABLE note ADD COLUMN mark TEXT;");
  addMigration("003-wrong.sql", "UPDATE note SET text = 'lost'; CREATE TABLE note (id);");
  await expect(open()).rejects.toThrow("already exists");
  const db = new Database(file());
  expect(db.pragma("user_version", { simple: true })).toBe(2);
  expect(db.prepare("SELECT text, mark FROM note").all()).toEqual([{ text: "kept", mark: null }]);
  db.close();
});

test("a gap in the numbers of the migrations is noticed", async () => {
  addMigration("003-later.sql", "SELECT 1;");
  await expect(open()).rejects.toThrow("migration 2 is missing");
});

test("with a key nothing can be read on disk, and only the key opens it", async () => {
  const key = Buffer.alloc(32, 7);
  const store = await open(key);
  expect(store.encrypted).toBe(true);
  store.write(() => store.db.prepare("INSERT INTO note (text) VALUES ('canary-4711')").run());
  const copy = await store.backUp(() => undefined, new AbortController().signal);
  const onDisk = () => [file(), `${file()}-wal`, copy].map((path) => readFileSync(path, "latin1")).join("");
  expect(onDisk()).not.toContain("canary-4711");
  expect(onDisk()).not.toContain("SQLite format 3");
  store.close();
  await expect(open()).rejects.toMatchObject({ code: "VAULT_LOCKED" });
  await expect(open(Buffer.alloc(32, 8))).rejects.toMatchObject({ code: "VAULT_LOCKED" });
  const again = await open(key);
  expect(again.db.prepare("SELECT text FROM note").pluck().all()).toEqual(["canary-4711"]);
  expect(again.notice).toBeNull();
  again.close();
});

test("a damaged page of an encrypted file costs the rows on it; without its first page the backup holds", async () => {
  const key = Buffer.alloc(32, 7);
  const store = await open(key);
  const insert = store.db.prepare("INSERT INTO note (text) VALUES (?)");
  store.write(() => {
    for (let i = 0; i < 500; i++) insert.run("x".repeat(500));
  });
  await store.backUp(() => undefined, new AbortController().signal);
  store.write(() => insert.run("after the backup"));
  store.close();
  const damage = (page: number) => {
    const handle = openSync(file(), "r+");
    writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, (page - 1) * 4_096);
    closeSync(handle);
  };
  const rows = ({ db }: Store) => db.prepare("SELECT count(*) FROM note").pluck().get();
  damage(30);
  const salvaged = await open(key);
  expect(salvaged.notice).toMatchObject({ how: "salvaged", placesLost: 1 });
  expect(rows(salvaged)).toBe(501);
  salvaged.close();
  damage(1);
  const fromBackup = await open(key);
  expect(fromBackup.notice?.how).toBe("backup");
  expect(rows(fromBackup)).toBe(500);
  fromBackup.close();
  expect(readFileSync(file(), "latin1")).not.toContain("xxxxxxxx");
});

test("a key does not open a file that is not encrypted, and leaves it as it is", async () => {
  (await open()).close();
  await expect(open(Buffer.alloc(32, 7))).rejects.toMatchObject({ code: "VAULT_LOCKED" });
  (await open()).close();
});

test("says how large a database is that takes a while to look through, and nothing of a quick one", async () => {
  const onSlow = vi.fn<(bytes: number) => void>();
  const first = await openTestStore(dataDir, { migrationsDir, key: null, onSlow });
  const text = "a".repeat(1_000_000);
  for (let times = 0; times < 6; times += 1) {
    first.write(() => first.db.prepare("INSERT INTO note (text) VALUES (?)").run(text));
  }
  first.close();
  expect(onSlow).not.toHaveBeenCalled();
  const again = await openTestStore(dataDir, { migrationsDir, key: null, onSlow, slowAfterMs: 0 });
  again.close();
  expect(onSlow).toHaveBeenCalledExactlyOnceWith(statSync(file()).size);
});
