import { createHash } from "node:crypto";
import fs, { existsSync, readdirSync, readFileSync, type StatsFs, writeFileSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { bring, publish } from "../testing/bring.ts";
import { randomContent } from "../testing/content.ts";
import { startTestHub, type TestHub } from "../testing/hub-server.ts";
import { checkSpace } from "./disk-error.ts";
import { journalPath, type WantedFile } from "./fetch-file.ts";

/** A disk that is full after so many bytes more, as the system tells of it: it takes what fits, then nothing. */
const disk = { roomBytes: Number.POSITIVE_INFINITY, code: "ENOSPC", freeBytes: null as number | null };
const real = { writeSync: fs.writeSync, statfs: promises.statfs };

function writeIfRoom(file: number, bytes: Buffer | string, from = 0, length?: number, at?: number): number {
  if (disk.roomBytes <= 0) throw Object.assign(new Error(`${disk.code}: no space left`), { code: disk.code });
  const wanted = length ?? Buffer.byteLength(bytes) - from;
  const taken = Math.min(wanted, disk.roomBytes);
  disk.roomBytes -= taken;
  return real.writeSync(file, Buffer.from(bytes as Buffer), from, taken, at);
}

async function statfsOfDisk(path: string): Promise<StatsFs> {
  const found = await real.statfs(path);
  return disk.freeBytes === null ? found : Object.assign(found, { bsize: 1, bavail: disk.freeBytes });
}

const SIZE = 5_000_000;
let folder: ReturnType<typeof temporaryFolder>;
let hub: TestHub;
let file: WantedFile;

beforeEach(async () => {
  Object.assign(disk, { roomBytes: Number.POSITIVE_INFINITY, code: "ENOSPC", freeBytes: null });
  Object.assign(fs, { writeSync: writeIfRoom });
  Object.assign(promises, { statfs: statfsOfDisk });
  // What was imported by its name follows.
  syncBuiltinESMExports();
  folder = temporaryFolder();
  hub = await startTestHub();
  file = publish(hub, folder.path, randomContent(SIZE));
});
afterEach(async () => {
  Object.assign(fs, { writeSync: real.writeSync });
  Object.assign(promises, { statfs: real.statfs });
  syncBuiltinESMExports();
  await hub[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const sha256 = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

test.each(["ENOSPC", "EDQUOT"])(
  "a disk that fills up on the way (%s) loses nothing, and it goes on when there is room",
  async (code) => {
    const other = join(folder.path, "other.gguf");
    writeFileSync(other, "of the person");
    Object.assign(disk, { roomBytes: SIZE / 2, code });
    await expect(bring([file])).rejects.toMatchObject({ code: "DISK_FULL", data: { path: folder.path } });
    expect(existsSync(file.path)).toBe(false);
    expect(existsSync(journalPath(file.path))).toBe(true);
    // Still full: said again, nothing thrown away.
    disk.roomBytes = 0;
    await expect(bring([file])).rejects.toMatchObject({ code: "DISK_FULL" });

    disk.roomBytes = Number.POSITIVE_INFINITY;
    const { receivedBytes } = await bring([file]);
    expect(sha256(file.path)).toBe(file.sha256);
    expect(receivedBytes).toBeLessThan(SIZE * 0.6);
    expect(readdirSync(folder.path).toSorted()).toEqual(["model.gguf", "other.gguf"]);
    expect(readFileSync(other, "utf8")).toBe("of the person");
  },
);

test("a disk without room for the whole file is told before a byte is fetched", async () => {
  disk.freeBytes = 4_096_000;
  await expect(bring([file])).rejects.toMatchObject({
    code: "DISK_FULL",
    data: { freeBytes: 4_096_000, neededBytes: SIZE + 64_000_000 },
  });
  expect(hub.requests).toEqual([]);
  disk.freeBytes = null;
  await bring([file]);
  expect(sha256(file.path)).toBe(file.sha256);
});

test("room is asked for what is missing, with some to spare", async () => {
  await checkSpace(folder.path, 1);
  disk.freeBytes = 65_000_000;
  await expect(checkSpace(folder.path, 1_000_000)).resolves.toBeUndefined();
  await expect(checkSpace(folder.path, 1_000_001)).rejects.toMatchObject({ code: "DISK_FULL" });
});
