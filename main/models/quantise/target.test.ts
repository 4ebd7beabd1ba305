import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { plainFileName } from "#main/lib/plain-file-name.ts";
import { openTarget, removeLeftovers } from "./target.ts";

let folder: string;

beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), "quantise-"));
  folder = join(made, "models");
  onTestFinished(() => rmSync(made, { recursive: true }));
});

it("writes under a name that is no model's until it is finished, and replaces nothing", async () => {
  const target = await openTarget(folder, "0190", 1);
  expect(target.fileName).not.toMatch(/gguf/);
  writeFileSync(join(folder, "Gemma-Q4_K_M.gguf"), "another");
  writeFileSync(join(folder, target.fileName), "made");
  const path = await target.finish("Gemma Q4_K_M");
  expect(basename(path)).toBe("Gemma-Q4_K_M-2.gguf");
  expect(readdirSync(folder).sort()).toEqual(["Gemma-Q4_K_M-2.gguf", "Gemma-Q4_K_M.gguf"]);
});

it("says before it begins that the disk is too full", async () => {
  await expect(openTarget(folder, "0190", 1e18)).rejects.toMatchObject({
    code: "DISK_FULL",
    data: { path: folder, neededBytes: 1e18 + 200e6 },
  });
});

it("says that it may not write there", async () => {
  writeFileSync(folder, "a file in the folder's place");
  await expect(openTarget(folder, "0190", 1)).rejects.toMatchObject({ code: "FOLDER_READ_ONLY" });
});

it("removes what a killed app has left, and no model", async () => {
  const target = await openTarget(folder, "0190", 1);
  writeFileSync(join(folder, target.fileName), "half of it");
  writeFileSync(join(folder, "model.gguf"), "whole");
  await removeLeftovers(folder);
  expect(readdirSync(folder)).toEqual(["model.gguf"]);
});

it("has nothing to remove where there is no folder yet", async () => {
  await expect(removeLeftovers(folder)).resolves.toBeUndefined();
});

it.each([
  ["Gemma 3 270M Q4_K_M", "Gemma-3-270M-Q4_K_M"],
  ["../../etc/passwd", "etc-passwd"],
  ['a:b*c?"d', "a-b-c-d"],
  ["…", "model"],
])("calls the file of %s %s", (name, file) => {
  expect(plainFileName(name)).toBe(file);
});
