import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { createInspector, type Inspector } from "./inspector.ts";

let folder: string;
let inspector: Inspector;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inspector-"));
  inspector = createInspector();
});
afterEach(async () => {
  await inspector.dispose();
  rmSync(folder, { recursive: true });
});

test("a thread of its own reads files, and errors keep their code and data", async () => {
  const path = join(folder, "ada.gguf");
  await writeGguf(path, tinyModel({ name: "Ada" }));
  writeFileSync(join(folder, "letter.gguf"), "Dear Ada");
  const results = await Promise.allSettled([
    inspector.inspect(path),
    inspector.inspect(join(folder, "letter.gguf")),
    inspector.inspect(join(folder, "none.gguf")),
  ]);
  expect(results).toMatchObject([
    {
      value: {
        facts: { name: "Ada", kind: "chat" },
        fingerprint: expect.stringMatching(/^s1-[0-9a-f]{64}$/) as string,
      },
    },
    { reason: { code: "MODEL_INVALID", data: { file: "letter.gguf", problem: "It is not a GGUF file." } } },
    { reason: { code: "NOT_FOUND" } },
  ]);
});

test.skipIf(process.platform === "win32")("a pipe in a model's place holds nothing up", async () => {
  const pipe = join(folder, "pipe.gguf");
  execFileSync("mkfifo", [pipe]);
  await expect(inspector.inspect(pipe)).rejects.toMatchObject({ data: { problem: "It is not a file." } });
});

test("closing it fails what is waiting instead of leaving it hanging", async () => {
  const path = join(folder, "ada.gguf");
  await writeGguf(path, tinyModel());
  const waits = inspector.inspect(path).catch((error: unknown) => error);
  await new Promise((resolve) => setImmediate(resolve));
  await inspector.dispose();
  expect(await waits).toMatchObject({ code: "MODEL_INVALID", data: { problem: "Cloister is closing." } });
});

test("the fingerprint follows the content, not the name", async () => {
  const paths = ["a", "b", "c"].map((name) => join(folder, `${name}.gguf`));
  for (const [index, path] of paths.entries()) await writeGguf(path, tinyModel({ seed: index < 2 ? 1 : 2 }));
  const [a, b, c] = await Promise.all(paths.map(async (path) => (await inspector.inspect(path)).fingerprint));
  expect(a).toBe(b);
  expect(a).not.toBe(c);
});
