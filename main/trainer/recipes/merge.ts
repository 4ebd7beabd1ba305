import { constants } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { encodeGgufHead } from "#main/lib/gguf/write.ts";
import { freeBytesOf, writingError } from "#main/lib/write-whole.ts";
import { AppError } from "#main/rpc/errors.ts";
import { bytesOf, dequantise, quantise } from "../ggml/numbers.ts";
import { readAdapterFile, readTensor } from "../outputs/adapter-file.ts";
import { addProduct, type Halves } from "../outputs/add-product.ts";
import { type Addition, grown, type MergedAdapter, type MergedTensor, planMerge } from "../outputs/merge-plan.ts";
import { mergedMetadata, type MergeOrigin } from "../outputs/merged-metadata.ts";
import { type ModelFiles, type NamedFile, readModelFiles } from "../outputs/model-files.ts";
import type { MergePlan, MergeType } from "../outputs/contract.ts";

export interface MergeSource {
  readonly model: NamedFile;
  readonly adapters: readonly (NamedFile & { readonly strength: number })[];
  /** "keep": each tensor's own; else what changed tensors become. */
  readonly type: MergeType;
}

export interface MergeOptions extends MergeSource, MergeOrigin {
  readonly folder: string;
  readonly fileName: string;
  readonly onProgress: (fraction: number) => void;
}

/** Types that hold a sum as exactly as anybody needs it. */
const EXACT: ReadonlySet<string> = new Set(["F32", "F16", "BF16"]);
/** As much is in memory of a tensor at once: numbers of 32 bits while they are added to, bytes while they are copied. */
const SLAB_NUMBERS = 2 ** 20;
const COPY_BYTES = 8 * 2 ** 20;
/** Adding to a byte of weights and encoding it again takes as long as copying so many. */
const CHANGING_COST = 20;

/** What merging would make, without doing it. Throws ADAPTER_UNREADABLE, ADAPTER_INVALID, MODEL_INVALID, NOT_FOUND. */
export async function planMerging(source: MergeSource): Promise<MergePlan> {
  return (await load(source)).plan;
}

/**
 * Writes `folder/fileName`, a model of its own: the base's weights with the adapters' products added. Tensor by tensor and a slab of rows at
 * a time, so that the largest model needs no memory. What no adapter changes is copied byte by byte. The file is synced; whoever asked gives it
 * its name. Throws what `planMerging` throws, DISK_FULL, FOLDER_READ_ONLY; nothing is left of it then.
 */
export async function mergeModel(options: MergeOptions): Promise<MergePlan> {
  const { folder, fileName, onProgress } = options;
  const { model, adapters, tensors, plan } = await load(options);
  await checkRoom(folder, plan.bytes);
  const { head, alignment } = encodeGgufHead({
    metadata: await mergedMetadata(model, adapters, tensors, options),
    tensors: tensors.map(({ from, type, bytes }) => ({ name: from.name, shape: from.shape, type, bytes })),
    alignment: model.alignment,
  });
  const path = join(folder, fileName);
  const target = await open(path, "w").catch(async (error: unknown) => {
    throw await writingError(error, folder, plan.bytes);
  });
  try {
    await target.writeFile(head);
    await writeTensors(target, alignment, model, tensors, onProgress);
    await target.sync();
    return plan;
  } catch (error) {
    await rm(path, { force: true });
    throw await writingError(error, folder, plan.bytes);
  } finally {
    await target.close();
  }
}

interface Loaded {
  readonly model: ModelFiles;
  readonly adapters: readonly MergedAdapter[];
  readonly tensors: readonly MergedTensor[];
  readonly plan: MergePlan;
}

async function load(source: MergeSource): Promise<Loaded> {
  const model = await readModelFiles(source.model);
  const adapters: MergedAdapter[] = [];
  for (const adapter of source.adapters) {
    adapters.push({ file: await readAdapterFile(adapter, model), strength: adapter.strength });
  }
  const tensors = planMerge(model, adapters, source.type);
  return { model, adapters, tensors, plan: summary(model, tensors, source.type) };
}

function summary(model: ModelFiles, tensors: readonly MergedTensor[], type: MergeType): MergePlan {
  const changed = tensors.filter(({ additions }) => additions.length > 0);
  const heads = model.parts.reduce((sum, { header }) => sum + header.dataOffset, 0);
  return {
    // The new head is as long as the old one, but for a few entries.
    bytes: tensors.reduce((sum, { bytes }) => sum + bytes, heads),
    changed: changed.length,
    rounded: changed.filter((tensor) => !EXACT.has(tensor.type)).length,
    grown: grown(tensors, type),
  };
}

async function writeTensors(
  target: FileHandle,
  alignment: number,
  model: ModelFiles,
  tensors: readonly MergedTensor[],
  onProgress: (fraction: number) => void,
): Promise<void> {
  const costOf = ({ from, additions }: MergedTensor) => from.sizeBytes * (additions.length === 0 ? 1 : CHANGING_COST);
  const whole = tensors.reduce((sum, tensor) => sum + costOf(tensor), 0);
  let done = 0;
  await using sources = await openParts(model);
  for (const tensor of tensors) {
    const from = sources.at(tensor.part);
    const onPart = (part: number) => onProgress((done + part * costOf(tensor)) / whole);
    if (tensor.additions.length === 0) await copyTensor(from, target, tensor, onPart);
    else await changeTensor(from, target, tensor, onPart);
    const padding = (alignment - (tensor.bytes % alignment)) % alignment;
    if (padding > 0) await target.writeFile(Buffer.alloc(padding));
    done += costOf(tensor);
  }
}

/** Where in which file a tensor lies. */
interface Source {
  readonly file: FileHandle;
  readonly dataOffset: number;
}

async function copyTensor(
  { file, dataOffset }: Source,
  target: FileHandle,
  { from }: MergedTensor,
  onPart: (part: number) => void,
): Promise<void> {
  for (let at = 0; at < from.sizeBytes; at += COPY_BYTES) {
    const bytes = Math.min(COPY_BYTES, from.sizeBytes - at);
    await target.writeFile(await readExactly(file, dataOffset + from.offset + at, bytes, from.name));
    onPart((at + bytes) / from.sizeBytes);
  }
}

async function changeTensor(
  { file, dataOffset }: Source,
  target: FileHandle,
  { from, additions, type }: MergedTensor,
  onPart: (part: number) => void,
): Promise<void> {
  const [columns = 1, rows = 1] = from.shape;
  const matrices = from.elements / columns / rows;
  const products = await Promise.all(additions.map((addition) => readHalves(addition, from.name, columns, rows)));
  const most = Math.max(1, Math.floor(SLAB_NUMBERS / columns));
  const rowBytes = bytesOf(from.type, columns);
  for (let matrix = 0; matrix < matrices; matrix++) {
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row);
      const at = matrix * rows + row;
      const stored = await readExactly(file, dataOffset + from.offset + at * rowBytes, count * rowBytes, from.name);
      const values = dequantise(from.type, stored, count * columns);
      for (const { halves, factor } of products) addProduct(values, row, halves(matrix), factor);
      checkFinite(values, from.name);
      await target.writeFile(quantise(type, values, columns));
      onPart((at + count) / (matrices * rows));
    }
  }
}

/** Both halves of what is added, as numbers; for each matrix of a tensor that has several (experts). */
async function readHalves({ adapter, rank, factor }: Addition, tensor: string, columns: number, rows: number) {
  const { path, header } = adapter;
  const a = await readTensor(path, header, `${tensor}.lora_a`);
  const b = await readTensor(path, header, `${tensor}.lora_b`);
  const allA = dequantise(a.type, a.bytes, a.elements);
  const allB = dequantise(b.type, b.bytes, b.elements);
  const halves = (matrix: number): Halves => ({
    a: allA.subarray(matrix * rank * columns, (matrix + 1) * rank * columns),
    b: allB.subarray(matrix * rank * rows, (matrix + 1) * rank * rows),
    rank,
    columns,
  });
  return { halves, factor };
}

/** A value that is not finite would become garbage in its whole block, and every answer with it. */
function checkFinite(values: Float32Array, tensor: string): void {
  if (values.every(Number.isFinite)) return;
  const problem = `With the adapters added, ${tensor} would hold values that are no finite numbers.`;
  throw new AppError("INVALID_INPUT", problem, { problem });
}

async function openParts({ parts, name }: ModelFiles) {
  const files = new AsyncDisposableStack();
  const sources: Source[] = [];
  for (const { path, header } of parts) {
    sources.push({ file: files.use(await open(path, constants.O_RDONLY)), dataOffset: header.dataOffset });
  }
  return {
    at(part: number): Source {
      const source = sources[part];
      if (source === undefined) throw new Error(`${name} has no part ${part}`);
      return source;
    },
    [Symbol.asyncDispose]: () => files.disposeAsync(),
  };
}

async function readExactly(file: FileHandle, position: number, bytes: number, tensor: string): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  if (bytesRead < bytes) throw new Error(`The model's file ended in the middle of ${tensor}: it was changed meanwhile`);
  return buffer;
}

async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await freeBytesOf(folder);
  if (freeBytes >= neededBytes) return;
  const message = `${(neededBytes / 1e9).toFixed(1)} GB is needed at ${folder}, ${(freeBytes / 1e9).toFixed(1)} GB is free.`;
  throw new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes });
}
