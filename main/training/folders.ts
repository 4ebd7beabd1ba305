import { existsSync } from "node:fs";
import { readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "#main/lib/make-folder.ts";
import { AppError } from "#main/rpc/errors.ts";

/** The folders that trainings work in, one each, named by their ids. */
export interface TrainingFolders {
  /** Made where it is not there. Throws FOLDER_READ_ONLY. */
  of(trainingId: string): string;
  has(trainingId: string): boolean;
  free(trainingId: string): Promise<void>;
  /** What is left of trainings that are not known any more. */
  freeOthers(known: ReadonlySet<string>): Promise<void>;
  freeBytes(): Promise<number>;
  /** Throws DISK_FULL. */
  needRoom(neededBytes: number): Promise<void>;
}

/** To spare beyond what is written: other programs write too. */
const SPARE_BYTES = 100e6;

export function createTrainingFolders(folder: string): TrainingFolders {
  async function freeBytes(): Promise<number> {
    makeFolder(folder);
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  }

  return {
    of(trainingId) {
      const own = join(folder, trainingId);
      makeFolder(own);
      return own;
    },
    has: (trainingId) => existsSync(join(folder, trainingId)),
    free: (trainingId) => rm(join(folder, trainingId), { recursive: true, force: true }),
    async freeOthers(known) {
      for (const name of await readdir(folder).catch(() => [])) {
        if (!known.has(name)) await rm(join(folder, name), { recursive: true, force: true });
      }
    },
    freeBytes,
    async needRoom(needed) {
      const neededBytes = needed + SPARE_BYTES;
      const free = await freeBytes();
      if (free >= neededBytes) return;
      const message = `${(neededBytes / 1e9).toFixed(1)} GB is needed at ${folder}, ${(free / 1e9).toFixed(1)} GB is free.`;
      throw new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes: free });
    },
  };
}
