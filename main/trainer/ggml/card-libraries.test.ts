import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findCardLibraries } from "./card-libraries.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "packages-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function add(name: string, version: string, ...files: readonly string[]): void {
  for (const file of ["package.json", ...files]) {
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file === "package.json" ? JSON.stringify({ name, version }) : "");
  }
}

const found = (own: string): string[] =>
  findCardLibraries(join(folder, own)).map((path) => relative(folder, path).replaceAll("\\", "/"));

test("finds each card's backend, the makers' own first and second builds behind the first", () => {
  add("linux-x64", "1.0.0", "bins/linux-x64/libggml-base.so");
  const others = [
    "libggml-base.so",
    "libggml-cpu-zen4.so",
    "libggml-cpu.so",
    "libggml.vulkan.v0.4.0.so",
    "libllama.so",
  ];
  add("linux-x64-vulkan", "1.0.0", ...[...others, "libggml-vulkan.so"].map((file) => `bins/linux-x64-vulkan/${file}`));
  add("linux-x64-cuda-ext", "1.0.0", "bins/linux-x64-cuda/fallback/libggml-cuda.so");
  add("linux-x64-cuda", "1.0.0", "bins/linux-x64-cuda/libggml-cuda.so", "bins/linux-x64-cuda/libggml-base.so");
  expect(found("linux-x64")).toEqual([
    "linux-x64-cuda/bins/linux-x64-cuda/libggml-cuda.so",
    "linux-x64-cuda-ext/bins/linux-x64-cuda/fallback/libggml-cuda.so",
    "linux-x64-vulkan/bins/linux-x64-vulkan/libggml-vulkan.so",
  ]);
});

test("knows the names of other systems, and versions in them", () => {
  add("win-x64", "1.0.0");
  add("win-x64-vulkan", "1.0.0", "bins/win-x64-vulkan/ggml-vulkan.dll", "bins/win-x64-vulkan/ggml-base.dll");
  add("win-x64-cuda", "1.0.0", "bins/win-x64-cuda/ggml-cuda.v0.4.0.dll");
  expect(found("win-x64")).toEqual([
    "win-x64-cuda/bins/win-x64-cuda/ggml-cuda.v0.4.0.dll",
    "win-x64-vulkan/bins/win-x64-vulkan/ggml-vulkan.dll",
  ]);
});

test("leaves out packages of another version, of other processors, and those that are not there", () => {
  add("linux-x64", "1.0.0");
  add("linux-x64-vulkan", "1.0.1", "bins/linux-x64-vulkan/libggml-vulkan.so");
  add("linux-arm64-vulkan", "1.0.0", "bins/linux-arm64-vulkan/libggml-vulkan.so");
  expect(found("linux-x64")).toEqual([]);
});
