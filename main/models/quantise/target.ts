import { mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { plainFileName } from "#main/lib/plain-file-name.ts";
import { AppError } from "#main/rpc/errors.ts";

/** Where copies are put: under a name that no scan takes for a model until they are whole. */
export interface Target {
  readonly folder: string;
  readonly fileName: string;
  /** Of the unfinished file. */
  readonly path: string;
  /** Gives the finished, synced file its name; the path. An existing file is never replaced. */
  finish(name: string): Promise<string>;
  /** Nothing is left of it. */
  discard(): Promise<void>;
}

const BEGIN = "quantising-";
const END = ".part";
/** To spare beyond what is written: other programs write too. */
const SPARE_BYTES = 200e6;

/** Throws DISK_FULL, FOLDER_READ_ONLY. */
export async function openTarget(folder: string, jobId: string, neededBytes: number): Promise<Target> {
  await makeFolder(folder);
  const freeBytes = await freeBytesOf(folder);
  if (freeBytes < neededBytes + SPARE_BYTES) throw diskFull(folder, neededBytes + SPARE_BYTES, freeBytes);
  const fileName = `${BEGIN}${jobId}${END}`;
  const path = join(folder, fileName);
  return {
    folder,
    fileName,
    path,
    async finish(name) {
      const target = await freePath(folder, plainFileName(name));
      await rename(path, target);
      await syncFolder(folder);
      return target;
    },
    discard: () => rm(path, { force: true }),
  };
}

/** Bytes that can be written there; also when the folder is yet to be made. */
export async function freeBytesOf(folder: string): Promise<number> {
  await makeFolder(folder);
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** What is left of jobs whose app was killed. No other Cloister works in this folder: the data folder is locked. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.startsWith(BEGIN) && name.endsWith(END)) await rm(join(folder, name), { force: true });
  }
}

function diskFull(path: string, neededBytes: number, freeBytes: number): AppError {
  const message = `${(neededBytes / 1e9).toFixed(1)} GB is needed at ${path}, ${(freeBytes / 1e9).toFixed(1)} GB is free.`;
  return new AppError("DISK_FULL", message, { path, neededBytes, freeBytes });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const message = `Cloister may not write into ${folder}. Give it the right to, or choose another folder.`;
    throw new AppError("FOLDER_READ_ONLY", message, { path: folder }, { cause: error });
  }
}

async function freePath(folder: string, name: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = join(folder, count === 1 ? `${name}.gguf` : `${name}-${String(count)}.gguf`);
    if ((await stat(path).catch(() => null)) === null) return path;
  }
}

/** So that the new name survives a power cut. Windows has no such thing, and does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
