import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkFile, checkFiles, makeRunFolder, readAsked } from "./check.ts";
import { BadCommand, readCommand } from "./command.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "train-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content = ""): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

function asked(model: string, data: string, out: string) {
  const command = readCommand(["--model", model, "--data", data, "--out", out]);
  if (command.kind !== "train") throw new Error(command.kind);
  return command.asked;
}

test("files that are not there are named with the option that they were given by", async () => {
  const [model, data] = [file("m.gguf"), file("d.jsonl")];
  const out = join(folder, "my.gguf");
  await checkFiles(asked(model, data, out));
  const none = join(folder, "none");
  await expect(checkFiles(asked(none, data, out))).rejects.toThrow(`There is no file ${none} (--model).`);
  await expect(checkFiles(asked(model, none, out))).rejects.toThrow(`There is no file ${none} (--data).`);
  await expect(checkFiles(asked(model, folder, out))).rejects.toThrow(`${folder} (--data) is not a file.`);
  await expect(checkFile(none, "--model")).rejects.toBeInstanceOf(BadCommand);
});

test("what is there already is not written over, and a folder that is missing not made", async () => {
  const [model, data] = [file("m.gguf"), file("d.jsonl")];
  await expect(checkFiles(asked(model, data, file("my.gguf")))).rejects.toThrow("is there already");
  const out = join(folder, "none", "my.gguf");
  await expect(checkFiles(asked(model, data, out))).rejects.toThrow(`There is no folder ${join(folder, "none")}`);
  await expect(makeRunFolder(folder)).rejects.toThrow("--resume");
});

test("a folder that is none of a training, or whose command is broken, is told apart", async () => {
  await expect(readAsked(folder)).rejects.toThrow("it has no training.json");
  file("training.json", "{");
  await expect(readAsked(folder)).rejects.toThrow("cannot be read");
});
