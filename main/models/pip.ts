import { spawn } from "node:child_process";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError, isAppError } from "#main/rpc/errors.ts";

/** Python's own downloader, which most computers have. It knows the user's mirrors, proxies and certificates. */
export interface Pip {
  /** Brings one package into a folder, whole or not at all. `onBytes` tells of bytes as they arrive. */
  download(requirement: string, folder: string, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void>;
  /** Unpacks a package, without running anything of it. */
  unpack(file: string, folder: string, signal: AbortSignal): Promise<void>;
}

const WATCH_MS = 250;
/** Characters kept of what a program says at its end. */
const LAST_WORDS = 4_000;

/** Throws NOT_SUPPORTED_HERE when there is no Python with pip. */
export async function createPip(signal: AbortSignal): Promise<Pip> {
  const python = await findPython(signal);
  return {
    async download(requirement, folder, stop, onBytes) {
      // pip writes into a temporary folder of its own while it downloads: with one of ours we see it grow. Then it copies what has come,
      // which may be cut short too: a package has its place only when it is whole.
      const arriving = join(folder, ".arriving");
      const [growing, arrived] = [join(arriving, "growing"), join(arriving, "arrived")];
      await rm(arriving, { recursive: true, force: true });
      for (const each of [growing, arrived]) await mkdir(each, { recursive: true });
      let seen = 0;
      const look = async (): Promise<void> => {
        const now = await sizeOf(growing);
        if (now <= seen) return;
        onBytes(now - seen);
        seen = now;
      };
      const watch = setInterval(() => void look(), WATCH_MS);
      try {
        const flags = ["--no-deps", "--no-cache-dir", "--only-binary=:all:", "--disable-pip-version-check"];
        const quiet = ["--no-input", "--progress-bar", "off", "--quiet"];
        await run(python, ["-m", "pip", "download", ...flags, ...quiet, "--dest", arrived, requirement], stop, {
          TMPDIR: growing,
          TEMP: growing,
          TMP: growing,
        });
        await look();
        for (const name of await readdir(arrived)) await rename(join(arrived, name), join(folder, name));
      } finally {
        clearInterval(watch);
        await rm(arriving, { recursive: true, force: true });
      }
    },
    async unpack(file, folder, stop) {
      await mkdir(folder, { recursive: true });
      try {
        await run(python, ["-m", "zipfile", "-e", file, folder], stop, {});
      } catch (error) {
        // Damaged, as far as can be known: the next attempt brings it again.
        if (isAppError(error, "NETWORK_FAILED")) await rm(file, { force: true });
        throw error;
      }
    },
  };
}

async function findPython(signal: AbortSignal): Promise<string> {
  for (const name of ["python3", "python", "py"]) {
    try {
      await run(name, ["-m", "pip", "--version"], signal, {});
      return name;
    } catch (error) {
      if (signal.aborted) throw error;
    }
  }
  throw new AppError(
    "NOT_SUPPORTED_HERE",
    "Bringing the sample model needs Python 3 with pip, which was not found. Install it, or add another model from disk.",
    {
      what: "Bringing the sample model without Python 3 and pip",
      instead: "Install Python 3, or add another model from disk.",
    },
  );
}

function run(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
  env: Record<string, string>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
      signal,
      killSignal: "SIGKILL",
      windowsHide: true,
    });
    let lastWords = "";
    child.stderr.on("data", (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS)));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(failure(lastWords));
    });
  });
}

/** pip's own words name hosts and paths; what a person needs of them is whether the network was there. */
function failure(lastWords: string): Error {
  if (/No space left on device|ENOSPC/i.test(lastWords))
    return Object.assign(new Error("disk full"), { code: "ENOSPC" });
  return new AppError(
    "NETWORK_FAILED",
    "The Python package index could not be reached, or does not have the sample model. Check the connection and try again.",
    { host: "The Python package index" },
    { cause: new Error(lastWords) },
  );
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found?.isFile() ? found.size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
