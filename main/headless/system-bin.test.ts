import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { moveToSystemBin } from "./system-bin.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (folder = temporaryFolder()));
afterEach(() => folder[Symbol.dispose]());

describe.skipIf(process.platform !== "linux")("the bin of a Linux desktop", () => {
  test("gets the file with a note from where it came, under a name of its own", async () => {
    const env = { XDG_DATA_HOME: join(folder.path, "share") };
    const trash = join(folder.path, "share", "Trash");
    const path = join(folder.path, "a model #1?.gguf");
    for (const text of ["first", "second"]) {
      await writeFile(path, text);
      await moveToSystemBin(path, env);
    }
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(join(trash, "files")).sort()).toEqual(["a model #1?.gguf", "a model #1?.gguf.2"]);
    expect(readFileSync(join(trash, "files", "a model #1?.gguf.2"), "utf8")).toBe("second");
    const note = readFileSync(join(trash, "info", "a model #1?.gguf.trashinfo"), "utf8");
    expect(note).toMatch(
      /^\[Trash Info\]\nPath=.*\/a%20model%20%231%3F\.gguf\nDeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\n$/,
    );
  });

  test("of another drive is at its top, and nothing is copied", async () => {
    if (!existsSync("/dev/shm")) return;
    const drive = join("/dev/shm", `cloister-test-${process.pid}`);
    await mkdir(drive);
    const path = join(drive, "model.gguf");
    await writeFile(path, "model");
    const own = join("/dev/shm", `.Trash-${String(process.getuid?.() ?? 0)}`);
    const before = existsSync(own);
    try {
      await moveToSystemBin(path, { XDG_DATA_HOME: join(folder.path, "share") });
      expect(existsSync(path)).toBe(false);
      expect(readFileSync(join(own, "info", "model.gguf.trashinfo"), "utf8")).toContain(
        `Path=cloister-test-${process.pid}/model.gguf\n`,
      );
    } finally {
      const { rmSync } = await import("node:fs");
      rmSync(drive, { recursive: true, force: true });
      if (!before) rmSync(own, { recursive: true, force: true });
    }
  });

  test("leaves no note when the file cannot be moved", async () => {
    const env = { XDG_DATA_HOME: join(folder.path, "share") };
    await expect(moveToSystemBin(join(folder.path, "none.gguf"), env)).rejects.toThrow();
    expect(existsSync(join(folder.path, "share", "Trash", "info"))).toBe(false);
  });
});
