import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync, type writeSync } from "node:fs";
import type * as promises from "node:fs/promises";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "#main/store/testing.ts";
import { bring, publish } from "../testing/bring.ts";
import { randomContent } from "../testing/content.ts";
import { startTestHub, type TestHub } from "../testing/hub-server.ts";
import { checkSpace } from "./disk-error.ts";
import { journalPath, type WantedFile } from "./fetch-file.ts";

/** A disk that is full after so many bytes more, as the system tells of it: it takes what fits, then nothing. */
const disk = vi.hoisted(() => ({ roomBytes: Number.POSITIVE_INFINITY, code: "ENOSPC" }));

vi.mock(import("node:fs"), async (importOriginal) => {
  const fs = await importOriginal();
  const write = (file: number, bytes: unknown, from?: unknown, length?: unknown, at?: unknown): number => {
    const isPart = Buffer.isBuffer(bytes) && typeof from === "number" && typeof length === "number";
    const wanted = isPart ? length : Buffer.byteLength(String(bytes));
    if (disk.roomBytes <= 0) throw Object.assign(new Error(`${disk.code}: no space left`), { code: disk.code });
    const taken = isPart ? Math.min(wanted, disk.roomBytes) : wanted;
    disk.roomBytes -= taken;
    return isPart ? fs.writeSync(file, bytes, from, taken, at as number) : fs.writeSync(file, String(bytes));
  };
  return { ...fs, writeSync: write as typeof writeSync };
});
vi.mock("node:fs/promises", async (importOriginal) => {
  const fs = await importOriginal<typeof promises>();
  return { ...fs, statfs: vi.fn(fs.statfs) };
});

const SIZE = 5_000_000;
let folder: ReturnType<typeof temporaryFolder>;
let hub: TestHub;
let file: WantedFile;

beforeEach(async () => {
  Object.assign(disk, { roomBytes: Number.POSITIVE_INFINITY, code: "ENOSPC" });
  folder = temporaryFolder();
  hub = await startTestHub();
  file = publish(hub, folder.path, randomContent(SIZE));
});
afterEach(async () => {
  vi.mocked(statfs).mockReset();
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
  const real = await statfs(folder.path);
  vi.mocked(statfs).mockResolvedValue({ ...real, bsize: 4_096, bavail: 1_000 } as never);
  await expect(bring([file])).rejects.toMatchObject({
    code: "DISK_FULL",
    data: { freeBytes: 4_096_000, neededBytes: SIZE + 64_000_000 },
  });
  expect(hub.requests).toEqual([]);
  vi.mocked(statfs).mockReset();
  await bring([file]);
  expect(sha256(file.path)).toBe(file.sha256);
});

test("room is asked for what is missing, with some to spare", async () => {
  await checkSpace(folder.path, 1);
  const real = await statfs(folder.path);
  vi.mocked(statfs).mockResolvedValue({ ...real, bsize: 1, bavail: 65_000_000 } as never);
  await expect(checkSpace(folder.path, 1_000_000)).resolves.toBeUndefined();
  await expect(checkSpace(folder.path, 1_000_001)).rejects.toMatchObject({ code: "DISK_FULL" });
});
