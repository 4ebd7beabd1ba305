import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWhole } from "./write-whole.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "whole-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a file gets its name when it is whole, in place of what was there", async () => {
  const path = join(folder, "a.bin");
  writeFileSync(path, "old");
  await writeWhole(path, 3, async (temporary) => {
    await writeFile(temporary, "new");
    expect(readFileSync(path, "utf8")).toBe("old");
  });
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(folder)).toEqual(["a.bin"]);
});

test("what fails leaves nothing behind, and what was there as it was", async () => {
  const path = join(folder, "a.bin");
  writeFileSync(path, "old");
  const failing = writeWhole(path, 3, async (temporary) => {
    await writeFile(temporary, "half");
    throw new Error("lost");
  });
  await expect(failing).rejects.toThrow("lost");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["a.bin"]);
});

test.each([
  ["ENOSPC", "DISK_FULL", { neededBytes: 77 }],
  ["EROFS", "FOLDER_READ_ONLY", {}],
])("%s is said in words", async (system, code, data) => {
  const failing = writeWhole(join(folder, "a.bin"), 77, () =>
    Promise.reject(Object.assign(new Error(system), { code: system })),
  );
  await expect(failing).rejects.toMatchObject({ code, data: { path: folder, ...data } });
});

test.runIf(process.platform === "linux")("a folder that nobody may write into is named", async () => {
  // The kernel's own tree refuses new files to everybody, the system's administrator included.
  const failing = writeWhole("/sys/a.bin", 1, (temporary) => writeFile(temporary, "x"));
  await expect(failing).rejects.toMatchObject({ code: "FOLDER_READ_ONLY", data: { path: "/sys" } });
});
