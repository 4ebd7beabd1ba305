import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "#main/rpc/errors.ts";
import { asAppError } from "./errors.ts";
import type { Store } from "./open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "./testing.ts";

// Whole files are written, damaged and read again here: on a busy disk that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const put = (store: Store, key: string, value: string) =>
  store.write(() => store.db.prepare("INSERT INTO settings (key, value) VALUES (?, ?)").run(key, value));
const keys = ({ db }: Store) => db.prepare("SELECT key FROM settings ORDER BY key").pluck().all();

/** Writes until it fails; how many writes were acknowledged, and the error. */
function fill(store: Store): { written: number; error: unknown } {
  for (let written = 0; written < 100_000; written++) {
    try {
      put(store, `row ${String(written).padStart(6, "0")}`, "x".repeat(2_000));
    } catch (error) {
      return { written, error };
    }
  }
  throw new Error("it never became full");
}

test("when there is no room a write says DISK_FULL, what was acknowledged stays, and writing goes on once there is room", async () => {
  const store = await openTestStore(folder.path);
  const pages = Number(store.db.pragma("page_count", { simple: true }));
  store.db.pragma(`max_page_count = ${pages + 40}`);
  const { written, error } = fill(store);
  expect(error).toMatchObject({ code: "DISK_FULL", data: { path: store.path } });
  expect(written).toBeGreaterThan(20);
  expect(keys(store)).toHaveLength(written);
  store.db.pragma("max_page_count = 100000");
  put(store, "after", "there is room again");
  store.close();
  const again = await openTestStore(folder.path);
  expect(again.notice).toBeNull();
  expect(keys(again)).toHaveLength(written + 1);
  again.close();
});

test("a database that may only be read says FOLDER_READ_ONLY and loses nothing", async () => {
  const store = await openTestStore(folder.path);
  put(store, "a", "1");
  store.db.pragma("query_only = ON");
  expect(() => put(store, "b", "2")).toThrow(expect.objectContaining({ code: "FOLDER_READ_ONLY" }));
  expect(keys(store)).toEqual(["a"]);
  store.close();
});

test("a folder in which nothing can be made says FOLDER_READ_ONLY, with its path", async () => {
  // The kernel's own tree refuses new folders to everybody, root included.
  const dataDir = process.platform === "linux" ? "/sys/cloister-test" : readOnlyFolder();
  await expect(openTestStore(dataDir)).rejects.toMatchObject({ code: "FOLDER_READ_ONLY", data: { path: dataDir } });
});

function readOnlyFolder(): string {
  const path = join(folder.path, "closed");
  mkdirSync(path, { mode: 0o555 });
  return join(path, "data");
}

test.each([
  ["ENOSPC", "DISK_FULL"],
  ["EDQUOT", "DISK_FULL"],
  ["SQLITE_FULL", "DISK_FULL"],
  ["EROFS", "FOLDER_READ_ONLY"],
  ["EACCES", "FOLDER_READ_ONLY"],
  ["SQLITE_READONLY_DIRECTORY", "FOLDER_READ_ONLY"],
  ["SQLITE_CORRUPT_INDEX", "STORE_DAMAGED"],
])("%s is told as %s", (code, expected) => {
  const error = Object.assign(new Error("as the system says"), { code });
  expect(asAppError(error, folder.path)).toMatchObject({ code: expected, cause: error });
});

test("an AppError and what is not known stay as they are", () => {
  const known = new AppError("CANCELLED", "Cancelled.", {});
  const unknown = new TypeError("a bug");
  expect(asAppError(known, folder.path)).toBe(known);
  expect(asAppError(unknown, folder.path)).toBe(unknown);
});

/** A real disk of 4 MB. Making one needs rights that few have: elsewhere the tests above stand alone. */
const disks = temporaryFolder();
const canMount = process.platform === "linux" && mounted(disks.path);
if (canMount) {
  describe("on a small disk of its own", () => {
    afterAll(() => {
      execFileSync("umount", ["-l", disks.path]);
      disks[Symbol.dispose]();
    });

    test("a full disk says so, keeps every acknowledged row, and is used again when there is room", async () => {
      const filler = join(disks.path, "somebody-else");
      writeFileSync(filler, Buffer.alloc(1_500_000));
      const store = await openTestStore(join(disks.path, "data"));
      const { written, error } = fill(store);
      expect(error).toMatchObject({ code: "DISK_FULL" });
      expect(written).toBeGreaterThan(20);
      expect((error as AppError<"DISK_FULL">).data.freeBytes).toBeLessThan(100_000);
      await expect(store.backUp(() => undefined, new AbortController().signal)).rejects.toMatchObject({
        code: "DISK_FULL",
      });
      rmSync(filler);
      expect(statfsSync(disks.path).bavail).toBeGreaterThan(0);
      put(store, "zzz after", "there is room again");
      store.close();
      const again = await openTestStore(join(disks.path, "data"));
      expect(again.notice).toBeNull();
      expect(keys(again)).toHaveLength(written + 1);
      again.close();
    });
  });
} else {
  disks[Symbol.dispose]();
}

function mounted(path: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", path], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
