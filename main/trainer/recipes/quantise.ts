import { statSync } from "node:fs";
import { open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import koffi from "koffi";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Plan } from "../contract.ts";
import type { Pointer } from "../ggml/library.ts";
import { startLlama } from "../ggml/llama.ts";
import { collectComplaints } from "../ggml/model.ts";
import { imatrixData, KV_OVERRIDE } from "../ggml/structs.ts";
import type { Importance } from "./importance.ts";

export interface ModelFile {
  path: string;
  name: string;
}

export interface QuantiseOptions {
  source: ModelFile;
  folder: string;
  fileName: string;
  fileType: number;
  expectedBytes: number;
  again: boolean;
  importance: Importance | null;
  threads: number;
  onProgress: (fraction: number) => void;
}

/** A tensor is worked on in pieces of this size: little memory, and progress within the large ones. */
const PIECE_BYTES = 64 * 2 ** 20;
const LOOK_MS = 250;

/** What llama.cpp would make of a model, read from its file's head. Throws MODEL_INVALID. */
export async function planQuantising(source: ModelFile, fileTypes: readonly number[]): Promise<Plan[]> {
  const llama = startLlama();
  // The new head is as long as the old one, but for a few entries.
  const { dataOffset } = await readGgufHeader(source.path);
  const plans: Plan[] = [];
  for (const fileType of fileTypes) {
    let said = "";
    const complaints = collectComplaints((text) => (said += text));
    const params = { ...llama.quantizeParams(), ftype: fileType, allow_requantize: true, dry_run: true, nthread: 1 };
    const code = await llama.quantize(source.path, "", params);
    const mebibytes = /quant size\s*=\s*([\d.]+) MiB/.exec(said)?.[1];
    if (code !== 0 || mebibytes === undefined) throw invalid(source, complaints());
    plans.push({
      fileType,
      bytes: Math.round(Number(mebibytes) * 2 ** 20) + dataOffset,
      needsImportance: said.includes("will require an imatrix"),
      fallbacks: Number(/(\d+) of \d+ tensor\(s\) required fallback/.exec(said)?.[1] ?? 0),
    });
  }
  return plans;
}

/** Writes the new file and syncs it. Throws MODEL_INVALID, DISK_FULL; then nothing is left of it. */
export async function quantiseModel(options: QuantiseOptions): Promise<{ bytes: number }> {
  const { source, folder, fileName, fileType, expectedBytes, again, importance, threads, onProgress } = options;
  const llama = startLlama();
  const target = join(folder, fileName);
  // llama.cpp opens what it writes by a name in the system's old code page on Windows: a plain name in the right folder is safe.
  process.chdir(folder);
  // At once, not through libuv: its one worker is with llama.cpp until the end.
  const looking = setInterval(() => {
    const size = statSync(target, { throwIfNoEntry: false })?.size ?? 0;
    onProgress(Math.min(1, size / expectedBytes));
  }, LOOK_MS);
  const complaints = collectComplaints();
  using memory = importanceMemory(importance);
  try {
    const code = await llama.quantize(source.path, fileName, {
      ...llama.quantizeParams(),
      ftype: fileType,
      nthread: threads,
      allow_requantize: again,
      max_buf_size: PIECE_BYTES,
      imatrix: memory.entries,
      kv_overrides: memory.facts,
    });
    if (code !== 0) throw (await unwritten(options, complaints())) ?? invalid(source, complaints());
    const file = await open(target, "r+");
    try {
      await file.sync();
      return { bytes: (await file.stat()).size };
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    clearInterval(looking);
  }
}

/** The list of `llama_model_imatrix_data` that ends with an empty one, and what the file will say of it (as llama.cpp's tool does). */
function importanceMemory(importance: Importance | null): {
  entries: Pointer | null;
  facts: Pointer | null;
  [Symbol.dispose](): void;
} {
  if (importance === null) return { entries: null, facts: null, [Symbol.dispose]: () => undefined };
  const held: Pointer[] = [];
  const keep = (type: string, values: ArrayLike<number>): Pointer => {
    const pointer = koffi.alloc(type, values.length) as Pointer;
    koffi.encode(pointer, koffi.array(type, values.length), values);
    held.push(pointer);
    return pointer;
  };
  const list: { name: Pointer | null; data: Pointer | null; size: number }[] = [];
  for (const [name, means] of importance.entries) {
    list.push({ name: keep("uint8", Buffer.from(`${name}\0`)), data: keep("float", means), size: means.length });
  }
  list.push({ name: null, data: null, size: 0 });
  const entries = koffi.alloc(imatrixData, list.length) as Pointer;
  koffi.encode(entries, koffi.array(imatrixData, list.length), list);
  held.push(entries);
  const facts = keep(
    "uint8",
    Buffer.concat([
      override("quantize.imatrix.entries_count", importance.entries.size),
      override("quantize.imatrix.chunks_count", importance.windows),
      Buffer.alloc(KV_OVERRIDE.bytes),
    ]),
  );
  return { entries, facts, [Symbol.dispose]: () => held.forEach((pointer) => koffi.free(pointer)) };
}

function override(key: string, value: number): Buffer {
  const bytes = Buffer.alloc(KV_OVERRIDE.bytes);
  bytes.writeInt32LE(KV_OVERRIDE.INT, 0);
  bytes.write(key, KV_OVERRIDE.keyAt, "latin1");
  bytes.writeBigInt64LE(BigInt(value), KV_OVERRIDE.valueAt);
  return bytes;
}

/** What llama.cpp's stream says when the system takes no more; null: it failed for another reason. Before the file is removed. */
async function unwritten({ folder, expectedBytes }: QuantiseOptions, said: string): Promise<Error | null> {
  if (!said.includes("iostream error")) return null;
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes > 2 * PIECE_BYTES) return new Error(`Writing into ${folder} failed: ${said}`);
  const message = `The disk of ${folder} is full. Make room and start it again.`;
  return new AppError("DISK_FULL", message, { path: folder, neededBytes: expectedBytes, freeBytes });
}

function invalid({ name }: ModelFile, said: string): AppError {
  const problem = said.replace(/^.*failed to quantize:\s*/s, "").trim() || "llama.cpp could not quantise it";
  return new AppError("MODEL_INVALID", `${name} cannot be used: ${problem}`, { file: name, problem });
}
