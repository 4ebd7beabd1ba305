import { constants } from "node:fs";
import { access, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "#main/lib/make-folder.ts";
import { freeBytesOf } from "#main/lib/write-whole.ts";
import { AppError } from "#main/rpc/errors.ts";
import { type Asked, asked, BadCommand } from "./command.ts";
import { quoted, size } from "./words.ts";

/** Less than this is not enough for any model's adapter with its saves. */
const LEAST_FREE_BYTES = 50e6;

/** What is wrong with the files of a command, before anything long starts. Throws BadCommand, DISK_FULL. */
export async function checkFiles({ model, sources, out }: Asked): Promise<void> {
  await checkFile(model, "--model");
  for (const { path } of sources) await checkFile(path, "--data");
  if ((await found(out)) !== null) {
    throw new BadCommand(`${out} is there already. Give --out another name, or remove it.`);
  }
  const folder = dirname(out);
  if (!(await found(folder))?.isDirectory()) {
    throw new BadCommand(`There is no folder ${folder} for --out. Make it, or choose another.`);
  }
  await makeSureOfDisk(folder, LEAST_FREE_BYTES);
}

/** Throws DISK_FULL. */
export async function makeSureOfDisk(folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await freeBytesOf(folder);
  if (freeBytes >= neededBytes) return;
  const message = `The disk of ${folder} has no room for this: ${size(neededBytes)} are needed and ${size(freeBytes)} are free. Make room, or choose another folder for --out.`;
  throw new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes });
}

/** What a training works with lies beside what comes of it. */
export function folderFor(out: string): string {
  return `${out.slice(0, -".gguf".length)}.training`;
}

/** Throws BadCommand when there is one already, FOLDER_READ_ONLY. */
export async function makeRunFolder(folder: string): Promise<void> {
  if ((await found(folder)) !== null) {
    throw new BadCommand(
      `${folder} is there, of a training that was not finished. Go on with it: npm run train -- --resume ${quoted(folder)}; or remove it.`,
    );
  }
  makeFolder(folder);
}

export function askedFile(folder: string): string {
  return join(folder, "training.json");
}

/** What a training that is gone on with was asked for. Throws BadCommand. */
export async function readAsked(folder: string): Promise<Asked> {
  const text = await readFile(askedFile(folder), "utf8").catch(() => null);
  if (text === null) throw new BadCommand(`${folder} is no folder of a training: it has no training.json.`);
  try {
    return asked.parse(JSON.parse(text));
  } catch {
    throw new BadCommand(`${askedFile(folder)} cannot be read. Begin the training again.`);
  }
}

/** Throws BadCommand. */
export async function checkFile(path: string, option: string): Promise<void> {
  const file = await found(path);
  if (file === null) throw new BadCommand(`There is no file ${path} (${option}). Check how it is written.`);
  if (!file.isFile()) throw new BadCommand(`${path} (${option}) is not a file.`);
  await access(path, constants.R_OK).catch(() => {
    throw new BadCommand(`${path} (${option}) may not be read. Give yourself the right to.`);
  });
}

function found(path: string) {
  return stat(path).catch(() => null);
}
