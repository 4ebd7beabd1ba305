import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { BUNDLES, isOutOfDate } from "./build.ts";

const folder = mkdtempSync(join(tmpdir(), "cloister-build-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, seconds: number): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  utimesSync(file, seconds, seconds);
}

it("a build is out of date when a part is missing or a source is newer; a test is no source", () => {
  write("main/app.ts", 100);
  expect(isOutOfDate(folder)).toBe(true);
  for (const bundle of BUNDLES) write(bundle, 200);
  expect(isOutOfDate(folder)).toBe(false);
  write("renderer/app/App.test.tsx", 300);
  expect(isOutOfDate(folder)).toBe(false);
  write("renderer/app/App.tsx", 300);
  expect(isOutOfDate(folder)).toBe(true);
});
