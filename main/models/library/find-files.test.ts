import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { findGgufFiles } from "./find-files.ts";

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = temporaryFolder();
  root = join(folder.path, "models");
  await mkdir(root);
});
afterEach(() => folder[Symbol.dispose]());

async function put(...path: string[]): Promise<void> {
  const whole = join(folder.path, ...path);
  await mkdir(join(whole, ".."), { recursive: true });
  await writeFile(whole, "");
}
const found = async (): Promise<string[]> =>
  (await findGgufFiles(root, never)).files.map((file) => relative(root, file));

test("links that lead round in a circle are left, and everything is found once", async () => {
  await put("models", "a", "one.gguf");
  await symlink(root, join(root, "a", "back"));
  await symlink("itself", join(root, "itself"));
  await symlink(join(root, "pong"), join(root, "ping"));
  await symlink(join(root, "ping"), join(root, "pong"));
  await symlink(join(root, "a"), join(root, "b"));
  await symlink("loop.gguf", join(root, "loop.gguf"));
  expect(await found()).toEqual(["a/one.gguf"]);
});

test("a link to a folder elsewhere is followed, one to all that is around it is not", async () => {
  await put("drive", "big", "two.gguf");
  await put("private", "three.gguf");
  await symlink(join(folder.path, "drive"), join(root, "drive"));
  await symlink(join(root, "nothing"), join(root, "broken"));
  // From the linked folder back, and up to what holds both.
  await symlink(root, join(folder.path, "drive", "back"));
  await symlink(folder.path, join(folder.path, "drive", "up"));
  expect(await found()).toEqual(["drive/big/two.gguf"]);
});

test("a folder that may not be read is named, and the others are looked through", async () => {
  await put("models", "a", "one.gguf");
  await put("models", "b", "two.gguf");
  const locked = join(root, "a");
  const read = (path: string) =>
    path === locked
      ? Promise.reject(Object.assign(new Error("no"), { code: "EACCES" }))
      : readdir(path, { withFileTypes: true });
  const { files, unreadable, root: state } = await findGgufFiles(root, never, read);
  expect({ files, unreadable, state }).toEqual({
    files: [join(root, "b", "two.gguf")],
    unreadable: [locked],
    state: "here",
  });
  const whole = await findGgufFiles(locked, never, read);
  expect(whole).toMatchObject({ files: [], root: "unreadable" });
});

test("whether the folder itself is gone, or only empty, is told apart", async () => {
  expect((await findGgufFiles(join(root, "none"), never)).root).toBe("gone");
  expect((await findGgufFiles(root, never)).root).toBe("empty");
});
