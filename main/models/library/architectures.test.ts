import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ARCHITECTURES } from "./architectures.ts";

/** llama.cpp's library as the platform's package carries it, or null where that package is not installed. */
function llamaLibrary(): Buffer | null {
  const packages = fileURLToPath(new URL("../../../node_modules/@node-llama-cpp", import.meta.url));
  const folder = join(packages, `${process.platform}-${process.arch}`, "bins");
  try {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const library = files.find((file) => /(lib)?llama(\.v[\d.]+)?\.(so|dylib|dll)/.test(file) && !/ggml/.test(file));
    return library === undefined ? null : readFileSync(join(folder, library));
  } catch {
    return null;
  }
}

const library = llamaLibrary();

test.skipIf(library === null)("llama.cpp knows every architecture that we say it knows (needs: its library)", () => {
  const unknown = [...ARCHITECTURES].filter((name) => !library?.includes(`${name}\0`));
  expect(unknown).toEqual([]);
});

test("the list holds what people use", () => {
  for (const name of ["llama", "qwen3", "gemma3", "mistral3", "gpt-oss", "bert", "clip"]) {
    expect(ARCHITECTURES.has(name), name).toBe(true);
  }
});
