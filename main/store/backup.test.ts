import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listBackups } from "./backups.ts";
import type { Store } from "./open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "./testing.ts";

// Whole files are written, damaged and read again here: on a busy disk that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openTestStore(folder.path);
  store.db.exec("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)");
  const insert = store.db.prepare("INSERT INTO note (text) VALUES (?)");
  store.write(() => {
    for (let i = 0; i < 20_000; i++) insert.run("x".repeat(1_000));
  });
});
afterEach(() => {
  store.close();
  folder[Symbol.dispose]();
});

test("a backup is one complete file as of its beginning, made while others write", async () => {
  const insert = store.db.prepare("INSERT INTO note (text) VALUES ('during')");
  const fractions: number[] = [];
  const writing = setInterval(() => store.write(() => insert.run()), 1);
  const path = await store.backUp((fraction) => fractions.push(fraction), new AbortController().signal);
  clearInterval(writing);
  const copy = new Database(path, { readonly: true });
  expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(copy.prepare("SELECT count(*) FROM note WHERE text <> 'during'").pluck().get()).toBe(20_000);
  copy.close();
  expect(fractions.length).toBeGreaterThan(0);
  expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  expect(readdirSync(join(folder.path, "backups"))).toHaveLength(1);
  expect(listBackups(join(folder.path, "backups"))).toMatchObject([{ path, reason: "by-hand" }]);
});

test("a cancelled backup leaves nothing", async () => {
  const controller = new AbortController();
  const reason = new Error("cancelled");
  const backup = store.backUp(() => controller.abort(reason), controller.signal);
  await expect(backup).rejects.toBe(reason);
  expect(readdirSync(join(folder.path, "backups"))).toEqual([]);
});

test("what is erased while somebody reads from the log waits for nobody, and has left the log when a backup ends", async () => {
  const logBytes = () => statSync(`${store.path}-wal`).size;
  const reader = new Database(store.path, { readonly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM note").get();
  store.write(() => store.db.exec("DELETE FROM note WHERE id = 1"));
  store.forgetErased();
  expect(logBytes()).toBeGreaterThan(0);
  reader.close();
  await store.backUp(() => undefined, new AbortController().signal);
  expect(logBytes()).toBe(0);
});
