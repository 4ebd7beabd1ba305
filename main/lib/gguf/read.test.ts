import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAppError } from "#main/rpc/errors.ts";
import { GGUF_LIMITS } from "./limits.ts";
import { readGgufHeader } from "./read.ts";
import type { GgufFile } from "./write.ts";
import { encodeGguf, gguf } from "./write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gguf-read-"));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
async function put(bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, `${count++}.gguf`);
  await writeFile(path, bytes);
  return path;
}

const f32 = (length: number): Uint8Array => new Uint8Array(length * 4);

function sample(): GgufFile {
  return {
    metadata: {
      "general.architecture": gguf.string("llama"),
      "llama.block_count": gguf.u32(2),
      "llama.scale": gguf.f32(0.5),
      "llama.negative": gguf.i32(-3),
      "llama.flag": gguf.bool(true),
      "llama.large": gguf.u64(2n ** 60n),
      "llama.per_layer": gguf.u32s([4, 2]),
      "tokenizer.ggml.tokens": gguf.strings(Array.from({ length: 5_000 }, (_, index) => `word ${index}`)),
      "tokenizer.ggml.scores": gguf.f32s(Array.from({ length: 5_000 }, (_, index) => index)),
      "tokenizer.last": gguf.string("behind the long lists"),
    },
    tensors: [
      { name: "a", type: "F32", shape: [3, 2], data: f32(6) },
      { name: "b", type: "Q8_0", shape: [32, 2], data: new Uint8Array(68) },
    ],
  };
}

/** The problem that the reader finds, or "none". */
async function problemOf(bytes: Uint8Array | string): Promise<string> {
  const path = await put(bytes);
  try {
    await readGgufHeader(path);
    return "none";
  } catch (error) {
    if (!isAppError(error, "MODEL_INVALID")) throw error;
    expect(path).toContain(error.data.file);
    expect(error.message).toBe(`${error.data.file} cannot be used. ${error.data.problem}`);
    return error.data.problem;
  }
}

/** The sample with bytes put in place of those that begin with `after` (a string in the file) plus `distance`. */
function patched(after: string, distance: number, patch: Buffer, file = sample()): Buffer {
  const bytes = encodeGguf(file);
  const found = bytes.indexOf(after);
  expect(found).not.toBe(-1);
  patch.copy(bytes, found + after.length + distance);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

describe("a sound file", () => {
  test("gives metadata, lengths of long lists, tensors and where their data lies", async () => {
    const bytes = encodeGguf(sample());
    const header = await readGgufHeader(await put(bytes));
    expect(Object.fromEntries(header.metadata)).toEqual({
      "general.architecture": "llama",
      "llama.block_count": 2,
      "llama.scale": 0.5,
      "llama.negative": -3,
      "llama.flag": true,
      "llama.large": 2n ** 60n,
      "llama.per_layer": [4, 2],
      "tokenizer.last": "behind the long lists",
    });
    expect(Object.fromEntries(header.lengths)).toEqual({
      "llama.per_layer": 2,
      "tokenizer.ggml.tokens": 5_000,
      "tokenizer.ggml.scores": 5_000,
    });
    expect(header.tensors).toEqual([
      { name: "a", type: "F32", shape: [3, 2], elements: 6, sizeBytes: 24, offset: 0 },
      { name: "b", type: "Q8_0", shape: [32, 2], elements: 64, sizeBytes: 68, offset: 32 },
    ]);
    expect(header).toMatchObject({ version: 3, alignment: 32, sizeBytes: bytes.length, tensorBytes: 92 });
    expect(header.dataOffset % 32).toBe(0);
    expect(header.dataOffset + 32 + 96).toBe(bytes.length);
  });

  test("of version 2 is read as well", async () => {
    const bytes = encodeGguf(sample());
    bytes.writeUInt32LE(2, 4);
    expect((await readGgufHeader(await put(bytes))).version).toBe(2);
  });

  test("without tensors (a vocabulary) is read", async () => {
    expect((await readGgufHeader(await put(encodeGguf({ ...sample(), tensors: [] })))).tensors).toEqual([]);
  });

  test("keeps its own alignment", async () => {
    const header = await readGgufHeader(await put(encodeGguf({ ...sample(), alignment: 256 })));
    expect(header.alignment).toBe(256);
    expect(header.dataOffset % 256).toBe(0);
    expect(header.tensors[1]?.offset).toBe(256);
  });

  test("leaves out a string too long to keep, and reads on behind it", async () => {
    const file = sample();
    file.metadata = { "x.long": gguf.string("x".repeat(3_000_000)), ...file.metadata };
    const header = await readGgufHeader(await put(encodeGguf(file)));
    expect(header.metadata.has("x.long")).toBe(false);
    expect(header.lengths.get("x.long")).toBe(3_000_000);
    expect(header.metadata.get("tokenizer.last")).toBe("behind the long lists");
  });
});

describe("a file that is no model", () => {
  test.each([
    ["", "It is empty."],
    ["GGU", "It is not a GGUF file."],
    ["GGUF", "It ends in the middle of its version."],
    ["PK\u0003\u0004 something else", "It is not a GGUF file."],
    ["<!DOCTYPE html><title>Not found</title>", "It is a web page that was saved in a model's place."],
    ["version https://git-lfs", "It is a Git LFS pointer: the model itself was not downloaded."],
  ])("%j", async (text, problem) => {
    expect(await problemOf(text)).toBe(problem);
  });

  test("a folder", async () => {
    await expect(readGgufHeader(folder)).rejects.toMatchObject({ data: { problem: "It is not a file." } });
  });

  test("nothing at all is NOT_FOUND", async () => {
    await expect(readGgufHeader(join(folder, "none.gguf"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a hostile header", () => {
  test.each<[string, () => Buffer, RegExp]>([
    ["version 1", () => patched("GGUF", 0, u32(1)), /version 1 of the GGUF format/],
    ["a version to come", () => patched("GGUF", 0, u32(4)), /version 4 of the GGUF format; Cloister reads/],
    ["big endian", () => patched("GGUF", 0, u32(0x0300_0000)), /big-endian/],
    ["absurdly many tensors", () => patched("GGUF", 4, u64(2n ** 63n)), /claims more than 9,007.* tensors/],
    ["more tensors than bytes", () => patched("GGUF", 4, u64(30_000n)), /claims 30,000 tensors/],
    ["absurdly many entries", () => patched("GGUF", 12, u64(2n ** 64n - 1n)), /entries of metadata/],
    ["more entries than there are", () => patched("GGUF", 12, u64(12n)), /./],
    ["a name longer than any", () => patched("GGUF", 20, u64(70_000n)), /a name of 70,000 bytes/],
    ["a name longer than the file", () => patched("GGUF", 20, u64(2n ** 53n)), /a name of more than 9,007/],
    ["an entry without a name", () => patched("GGUF", 20, u64(0n)), /without a name/],
    ["a name that is not text", () => patched("GGUF", 28, Buffer.from([0xff])), /a name that is not text/],
    ["an unknown type", () => patched("llama.block_count", 0, u32(13)), /"llama.block_count" has a type \(13\)/],
    [
      "a string past the end",
      () => patched("general.architecture", 4, u64(2n ** 40n)),
      /claims 1,099,511,627,776 bytes/,
    ],
    ["a list of lists", () => patched("llama.per_layer", 4, u32(9)), /list of lists/],
    [
      "a list past the end",
      () => patched("tokenizer.ggml.tokens", 8, u64(2n ** 62n)),
      /claims more than 9,007.* items/,
    ],
    [
      "a list of more items than bytes",
      () => patched("tokenizer.ggml.scores", 8, u64(100_000n)),
      /claims 100,000 items/,
    ],
    [
      "a string of a list past the end",
      () => patched("word 0", 0, u64(2n ** 50n)),
      /ends in the middle of "tokenizer.ggml.tokens"/,
    ],
    ["a key twice", () => sameKeys(), /names "llama.flag" twice/],
    ["a tensor name too long", () => patched("behind the long lists", 0, u64(64n)), /tensor with a name of 64 bytes/],
    ["five dimensions", () => patched("behind the long lists", 9, u32(5)), /has 5 dimensions/],
    ["a shape that overflows", () => patched("behind the long lists", 13, u64(2n ** 62n)), /"a" is larger than/],
    ["a product that overflows", () => overflowing(), /"a" is larger than/],
    ["infinity times nothing", () => infinityTimesNothing(), /"a" is larger than/],
    ["a withdrawn tensor type", () => patched("behind the long lists", 29, u32(31)), /"a" has a type \(31\)/],
    [
      "rows of half blocks",
      () => patched("behind the long lists", 29, u32(8)),
      /"a" has rows that do not hold whole blocks of Q8_0/,
    ],
    ["an overlap", () => tensorOffset(24n), /"b" overlaps the one before it/],
    ["a gap", () => tensorOffset(64n), /"b" does not lie where it should/],
    ["an offset past everything", () => tensorOffset(2n ** 64n - 32n), /"b" lies past the end/],
    ["a tensor's name twice", () => sameTensorNames(), /two tensors called "a"/],
  ])("with %s", async (_, bytes, problem) => {
    expect(await problemOf(bytes())).toMatch(problem);
  });

  test.each([0, 3, 7, 48, 2 ** 21])("with an alignment of %i", async (alignment) => {
    const file = sample();
    file.metadata = { ...file.metadata, "general.alignment": gguf.u32(alignment) };
    expect(await problemOf(encodeGguf(file))).toBe(`Its alignment of ${alignment} is not a power of two.`);
  });

  test("with an alignment that is no u32, as llama.cpp wants it", async () => {
    const file = sample();
    file.metadata = { ...file.metadata, "general.alignment": gguf.u64(32) };
    expect(await problemOf(encodeGguf(file))).toMatch(/alignment/);
  });

  test("does not get its control characters into a message", async () => {
    const file = sample();
    file.metadata = { "a\u001b[31m\u202eb": gguf.u32(1), ...file.metadata };
    const bytes = encodeGguf(file);
    bytes.writeUInt32LE(99, bytes.indexOf("\u202eb") + 4);
    expect(await problemOf(bytes)).toBe('"a\ufffd[31m\ufffdb" has a type (99) that the format has not.');
  });

  test("cannot make the reader keep more than the limit", async () => {
    const file = sample();
    for (let index = 0; index < 20; index++) file.metadata[`x.${index}`] = gguf.string("x".repeat(1_000));
    const path = await put(encodeGguf(file));
    await expect(readGgufHeader(path, { ...GGUF_LIMITS, keptBytes: 10_000 })).rejects.toMatchObject({
      data: { problem: "Its metadata is larger than any model's." },
    });
  });
});

test("a file cut off anywhere is refused", async () => {
  const whole = encodeGguf(sample());
  const path = await put(whole);
  // Padding behind the last tensor may be missing: llama.cpp does not read it.
  const needed = whole.length - 28;
  await truncate(path, needed);
  await expect(readGgufHeader(path)).resolves.toBeDefined();
  for (let length = needed - 1; length > 0; length -= 997) {
    await truncate(path, length);
    await expect(readGgufHeader(path), `cut to ${length}`).rejects.toMatchObject({ code: "MODEL_INVALID" });
  }
});

test("a download that was cut off is called so", async () => {
  const whole = encodeGguf(sample());
  expect(await problemOf(whole.subarray(0, whole.length - 60))).toMatch(/It is not complete: .* bytes are here/);
});

function sameKeys(): Buffer {
  const file = sample();
  file.metadata = { "llama.flog": gguf.bool(true), ...file.metadata };
  const bytes = encodeGguf(file);
  bytes.write("llama.flag", bytes.indexOf("llama.flog"));
  return bytes;
}

function overflowing(): Buffer {
  const bytes = patched("behind the long lists", 13, u64(2n ** 40n));
  return patchedIn(bytes, 21, u64(2n ** 40n));
}

function infinityTimesNothing(): Buffer {
  const bytes = patched("behind the long lists", 13, u64(2n ** 63n));
  return patchedIn(bytes, 21, u64(0n));
}

function patchedIn(bytes: Buffer, distance: number, patch: Buffer): Buffer {
  patch.copy(bytes, bytes.indexOf("behind the long lists") + "behind the long lists".length + distance);
  return bytes;
}

/** The second tensor begins 41 bytes behind the first one's offset: 33 bytes of the first (name 9, 4, 16, 4), offset 8. */
function tensorOffset(offset: bigint): Buffer {
  return patched("behind the long lists", 41 + 33, u64(offset));
}

function sameTensorNames(): Buffer {
  return patched("behind the long lists", 41 + 8, Buffer.from("a"));
}
