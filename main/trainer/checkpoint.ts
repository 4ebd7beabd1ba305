import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { freeBytesOf } from "#main/lib/write-whole.ts";
import { AppError } from "#main/rpc/errors.ts";
import { type RunFolder, runFolder } from "./run-folder.ts";
import { runProgress, type RunProgress } from "./run/progress.ts";
import { readSealed, type Sealed, Unsealed, writeSealed } from "./run/sealed-file.ts";
import { type TrainingSettings, trainingSettings } from "./train-contract.ts";

/** What a checkpoint belongs to: with anything else its numbers mean something else. */
export interface RunOrigin {
  readonly settings: TrainingSettings;
  readonly dataHash: string;
  /** Of the model's file; see run/model-identity.ts. */
  readonly model: string;
}

/** The numbers of a run; read into and saved from the very arrays. */
export interface RunNumbers {
  readonly values: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

export interface Checkpoints {
  /** In place of the one before, which is kept as the second to last. Throws DISK_FULL before anything is touched. */
  save(progress: RunProgress): Promise<void>;
  /**
   * Fills the numbers. null: there is nothing to go on from. `problem`: why the last one was not used but the one before. Throws
   * INVALID_INPUT when there are some and none can be used.
   */
  load(): Promise<{ progress: RunProgress; problem: string | null } | null>;
  /** The trained numbers as they are now are the best so far. */
  saveBest(best: { step: number; heldOutLoss: number }): Promise<void>;
  /** Fills the trained numbers with the best; null, and nothing was changed: there is none that can be read. */
  loadBest(): Promise<{ step: number; heldOutLoss: number } | null>;
}

const savedFacts = z.object({
  progress: runProgress,
  origin: z.object({ settings: trainingSettings, dataHash: z.string(), model: z.string() }),
});
const bestFacts = z.object({ step: z.number().int(), heldOutLoss: z.number(), dataHash: z.string() });

/** How often it is saved changes nothing of what is computed. */
const FREE: ReadonlySet<string> = new Set<keyof TrainingSettings>(["saveEvery"]);
/** Facts, checksum, and the folder's own growth. */
const BESIDES_BYTES = 64 * 1_024;

/** What a run with so many trained numbers puts on disk at most: two saves and one aside, the best and one aside, the adapter. */
export function diskBytesOf(numbers: number): number {
  const row = numbers * Float32Array.BYTES_PER_ELEMENT;
  return 3 * 3 * row + 2 * row + row;
}

/** Throws DISK_FULL, in words that name what is needed. */
export async function makeSureOfRoom(
  folder: string,
  neededBytes: number,
  freeBytes: (folder: string) => Promise<number> = freeBytesOf,
): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= neededBytes) return;
  const message = `The disk of ${folder} has no room for the training's files: ${inMegabytes(neededBytes)} are needed and ${inMegabytes(free)} are free. Make room and let it go on; what was saved is kept.`;
  throw new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes: free });
}

export interface CheckpointOptions {
  folder: string;
  origin: RunOrigin;
  numbers: RunNumbers;
  freeBytes: (folder: string) => Promise<number>;
}

export function createCheckpoints({ folder, origin, numbers, freeBytes }: CheckpointOptions): Checkpoints {
  const files = runFolder(folder);
  const { values, mean, square } = numbers;
  const rows = new Map([
    ["values", values],
    ["mean", mean],
    ["square", square],
  ]);

  /** The problem of a file that cannot be used, in words; null: there is none of this name. */
  async function tryLoad(path: string): Promise<RunProgress | string | null> {
    try {
      const sealed = await readSealed(path);
      if (sealed === null) return null;
      const { data: facts } = savedFacts.safeParse(sealed.facts);
      if (facts === undefined) return `${basename(path)} is not a save of a training`;
      const other = differences(facts.origin, origin);
      if (other !== null) return `${basename(path)} is of a training with ${other}`;
      if (!fill(sealed, rows)) return `${basename(path)} is of a training of another adapter`;
      return facts.progress;
    } catch (error) {
      if (error instanceof Unsealed) return `${basename(path)} ${error.problem}`;
      throw error;
    }
  }

  return {
    async save(progress) {
      await makeSureOfRoom(folder, 3 * values.byteLength + BESIDES_BYTES, freeBytes);
      await writeSealed(files.checkpoint, { progress, origin }, rows, () => keepAs(files));
    },
    async load() {
      let problem: string | null = null;
      for (const path of [files.checkpoint, files.checkpointBefore]) {
        const found = await tryLoad(path);
        if (found === null) continue;
        if (typeof found !== "string") {
          // Else the next save would put it in place of the good one before.
          if (problem !== null) await rm(files.checkpoint, { force: true });
          return { progress: found, problem };
        }
        problem ??= found;
      }
      if (problem === null) return null;
      const words = `The training in ${folder} cannot go on: ${problem}. Begin a new one in another folder.`;
      throw new AppError("INVALID_INPUT", words, { problem: words });
    },
    async saveBest(best) {
      await makeSureOfRoom(folder, values.byteLength + BESIDES_BYTES, freeBytes);
      await writeSealed(files.best, { ...best, dataHash: origin.dataHash }, new Map([["values", values]]));
    },
    async loadBest() {
      try {
        const sealed = await readSealed(files.best);
        const { data: facts } = bestFacts.safeParse(sealed?.facts);
        if (sealed === null || facts?.dataHash !== origin.dataHash) return null;
        return fill(sealed, new Map([["values", values]]))
          ? { step: facts.step, heldOutLoss: facts.heldOutLoss }
          : null;
      } catch (error) {
        if (error instanceof Unsealed) return null;
        throw error;
      }
    },
  };
}

async function keepAs(files: RunFolder): Promise<void> {
  try {
    await rename(files.checkpoint, files.checkpointBefore);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT") throw error;
  }
}

/** False, and nothing was changed, when it has other rows or others of their lengths. */
function fill({ rows }: Sealed, into: ReadonlyMap<string, Float32Array>): boolean {
  if ([...into].some(([name, row]) => rows.get(name)?.length !== row.length)) return false;
  for (const [name, row] of into) row.set(rows.get(name) as Float32Array);
  return true;
}

function differences(saved: RunOrigin, now: RunOrigin): string | null {
  if (saved.model !== now.model) return "another model";
  if (saved.dataHash !== now.dataHash) return "other data";
  const names = Object.keys(now.settings).filter((name) => !FREE.has(name)) as (keyof TrainingSettings)[];
  const other = names.filter((name) => String(saved.settings[name]) !== String(now.settings[name]));
  if (other.length === 0) return null;
  return `other settings (${other.map((name) => `${name} ${String(saved.settings[name])}, not ${String(now.settings[name])}`).join("; ")})`;
}

function inMegabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 1e6))} MB`;
}
