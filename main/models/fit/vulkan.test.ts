import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hasVulkan } from "./vulkan.ts";

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "vulkan-"))));
afterEach(() => rmSync(folder, { recursive: true }));

it("is there on Linux where a card has a node for computing", () => {
  expect(hasVulkan("linux", "", join(folder, "none"))).toBe(false);
  // A screen without a card that computes.
  writeFileSync(join(folder, "card0"), "");
  expect(hasVulkan("linux", "", folder)).toBe(false);
  writeFileSync(join(folder, "renderD128"), "");
  expect(hasVulkan("linux", "", folder)).toBe(true);
});

it("is there on Windows with a driver's loader, and never on a Mac", () => {
  expect(hasVulkan("win32", folder, "")).toBe(false);
  mkdirSync(join(folder, "System32"));
  writeFileSync(join(folder, "System32", "vulkan-1.dll"), "");
  expect(hasVulkan("win32", folder, "")).toBe(true);
  expect(hasVulkan("darwin", folder, folder)).toBe(false);
});
