import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "make-folder-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const refused = expect.objectContaining({ code: "FOLDER_READ_ONLY" });

test("makes all that is missing, for nobody else to read; what is there stays", () => {
  const path = join(folder, "a", "b", "c");
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test("takes a link to a folder for one", () => {
  symlinkSync(folder, join(folder, "link"));
  makeFolder(join(folder, "link"));
  makeFolder(join(folder, "link", "a"));
  expect(statSync(join(folder, "a")).isDirectory()).toBe(true);
});

test("refuses a file in its place or above it", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(() => makeFolder(file)).toThrow(refused);
  expect(() => makeFolder(join(file, "a", "b"))).toThrow(refused);
});

test.runIf(process.platform === "linux")("refuses at once where there are no folders to be made", () => {
  expect(() => makeFolder("/proc/cloister")).toThrow(refused);
  expect(() => makeFolder("/proc/self/cloister/data")).toThrow(refused);
});
