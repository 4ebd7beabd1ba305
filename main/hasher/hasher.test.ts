import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { hashFiles } from "./start.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (paths: string[], signal = new AbortController().signal) =>
  hashFiles({ childHost: createNodeChildHost(), paths, signal, onProgress: () => undefined });

test("a child reads files to their end and says their SHA-256, or that one is not there", async () => {
  const [large, empty] = [join(folder, "large"), join(folder, "empty")];
  const bytes = Buffer.alloc(9_000_000, "model");
  await writeFile(large, bytes);
  await writeFile(empty, "");
  const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
  const [first, second] = await Promise.all([
    start([large, empty]),
    start([join(folder, "none")]).catch((error: unknown) => error),
  ]);
  expect(first).toEqual([sha256(bytes), sha256("")]);
  expect(second).toMatchObject({ code: "NOT_FOUND" });
});

test("cancelling ends it at once", async () => {
  await expect(start(["/dev/zero"], AbortSignal.timeout(300))).rejects.toMatchObject({ code: "CANCELLED" });
});
