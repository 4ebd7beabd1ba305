import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "#main/rpc/errors.ts";
import { onDisk } from "./disk-error.ts";
import { fetchFile, type FetchOptions, journalPath, partPath, type WantedFile } from "./fetch-file.ts";
import type { HashThread } from "./hash-file.ts";

export interface DownloadOptions extends Omit<FetchOptions, "onHave"> {
  /** Bytes of all files that are here, and those that came over the network this time. */
  onHave(bytes: number, receivedBytes: number): void;
}

/**
 * Brings the files of one model (several, where it is split). Each gets its name only when all are whole and verified, the first one
 * last: by it a model is found. Returns early when aborted; throws what fetchFile throws.
 */
export async function downloadFiles(files: readonly WantedFile[], options: DownloadOptions): Promise<void> {
  const { onHave, signal } = options;
  let before = 0;
  let receivedBefore = 0;
  for (const file of files) {
    onDisk(file.path, file.sizeBytes, () => mkdirSync(dirname(file.path), { recursive: true }));
    let first: number | null = null;
    let have = 0;
    if (!(await isHere(file, options.hashes))) {
      await fetchFile(file, {
        ...options,
        onHave(bytes) {
          first ??= bytes;
          have = bytes;
          onHave(before + bytes, receivedBefore + bytes - first);
        },
      });
      if (signal.aborted) return;
    }
    receivedBefore += first === null ? 0 : have - first;
    before += file.sizeBytes;
    onHave(before, receivedBefore);
  }
  for (const file of files.toReversed()) giveName(file);
}

/** Its name is taken by the very file that is wanted: an earlier attempt, or another Cloister, has brought it. */
async function isHere({ path, name, sha256, sizeBytes }: WantedFile, hashes: HashThread): Promise<boolean> {
  if (!existsSync(path)) return false;
  using hash = hashes.open(path);
  if ((await hash.finish(sizeBytes)) === sha256) return true;
  const problem = `Another file is already at ${path}. Move it away, or choose another folder.`;
  throw new AppError("CONFLICT", `${name} cannot be put in its place. ${problem}`, { problem });
}

function giveName({ path, sizeBytes }: WantedFile): void {
  onDisk(path, sizeBytes, () => {
    if (!existsSync(path)) renameSync(partPath(path), path);
    rmSync(journalPath(path), { force: true });
    syncFolder(dirname(path));
  });
}

/** So that the new name is on the disk too; Windows keeps no folder open for this, and does it by itself. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const file = openSync(folder, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
