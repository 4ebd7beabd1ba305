import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { createLog } from "./log.ts";

test("writes JSON lines into a folder that nobody else may read", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "data", "logs", "app.log");
  const log = createLog({ file, level: "info" });
  log.info({ count: 3 }, "Began");
  log.debug("not at this level");
  await vi.waitFor(() => expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ count: 3, msg: "Began" }));
  if (process.platform !== "win32") expect(statSync(join(folder.path, "data")).mode & 0o077).toBe(0);
});

test("a long log is set aside at the next start", () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "app.log");
  writeFileSync(file, "x".repeat(5_000_001));
  createLog({ file, level: "info" });
  expect(statSync(`${file}.1`).size).toBe(5_000_001);
});

test("a log that cannot be written stops nothing", () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "app.log");
  mkdirSync(join(folder.path, "app.log.1"));
  writeFileSync(join(folder.path, "not-a-folder"), "");
  const log = createLog({ file: join(folder.path, "not-a-folder", "app.log"), level: "info" });
  expect(() => log.error("lost")).not.toThrow();
  expect(() => createLog({ file, level: "info" })).not.toThrow();
});
