import { execFile } from "node:child_process";
import { lstat, mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** The bit of a folder in which each may only remove what is theirs. */
const STICKY = 0o1000;

/**
 * Moves a file or folder to the system's bin, from where its file manager brings it back. Electron has this built in; under Node
 * the system's own means do it: on Linux the folders of freedesktop.org's Trash specification 1.0, elsewhere the Finder or
 * Windows itself. Throws when it cannot; then nothing was moved.
 */
export async function moveToSystemBin(path: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const whole = join(await realpath(dirname(resolve(path))), basename(path));
  await lstat(whole);
  if (process.platform === "darwin") {
    const script = 'on run argv\ntell application "Finder" to delete (POSIX file (item 1 of argv) as alias)\nend run';
    await run("/usr/bin/osascript", ["-e", script, whole]);
  } else if (process.platform === "win32") {
    // The path comes as a variable: nothing in it is taken for a command.
    const script =
      "Add-Type -AssemblyName Microsoft.VisualBasic; " +
      "[Microsoft.VisualBasic.FileIO.FileSystem]::DeleteFile($env:CLOISTER_BIN, 'OnlyErrorDialogs', 'SendToRecycleBin')";
    await run("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script], {
      env: { ...env, CLOISTER_BIN: whole },
    });
  } else {
    await moveToTrashFolder(whole, env);
  }
}

async function moveToTrashFolder(path: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { trash, base } = await trashFolderFor(path, env);
  await mkdir(join(trash, "files"), { recursive: true, mode: 0o700 });
  await mkdir(join(trash, "info"), { recursive: true, mode: 0o700 });
  const shown = base === null ? path : relative(base, path);
  const info = `[Trash Info]\nPath=${encodeURI(shown).replace(/#/g, "%23").replace(/\?/g, "%3F")}\nDeletionDate=${localTime(new Date())}\n`;
  const name = await reserve(join(trash, "info"), basename(path), info);
  try {
    await rename(path, join(trash, "files", name));
  } catch (error) {
    await rm(join(trash, "info", `${name}.trashinfo`), { force: true });
    throw error;
  }
}

/** The person's own where the file is on the same drive; else one at the top of the file's drive, so that nothing is copied. */
async function trashFolderFor(path: string, env: NodeJS.ProcessEnv): Promise<{ trash: string; base: string | null }> {
  const home = join(env["XDG_DATA_HOME"] || join(env["HOME"] || homedir(), ".local", "share"), "Trash");
  await mkdir(home, { recursive: true, mode: 0o700 });
  const { dev } = await lstat(path);
  if ((await lstat(home)).dev === dev) return { trash: home, base: null };
  let top = dirname(path);
  while (dirname(top) !== top && (await lstat(dirname(top))).dev === dev) top = dirname(top);
  const uid = String(process.getuid?.() ?? 0);
  const shared = await lstat(join(top, ".Trash")).catch(() => null);
  const isSafe = shared !== null && shared.isDirectory() && (shared.mode & STICKY) !== 0;
  return { trash: isSafe ? join(top, ".Trash", uid) : join(top, `.Trash-${uid}`), base: top };
}

/** Writes the note that a file was moved under a name that nothing in the bin has yet; the name. */
async function reserve(folder: string, wanted: string, info: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? wanted : `${wanted}.${String(attempt)}`;
    try {
      const file = await open(join(folder, `${name}.trashinfo`), "wx", 0o600);
      await file.writeFile(info).finally(() => file.close());
      return name;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

/** As the specification wants it: local, without a zone. */
function localTime(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
