import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../testing/source.ts";
import { readCsv } from "./csv.ts";

const rows = async (text: string | Buffer) =>
  (await readAll(readCsv, sourceOf(text, { kind: "csv" }))).pages.flatMap(blocksIn).map(([, row]) => row.split("\t"));

test.each([
  ["commas", 'a,b\n1,"x, ""y"""\n'],
  ["semicolons", 'a;b\r\n1;"x, ""y"""\r\n'],
  ["tabs", 'a\tb\n1\t"x, ""y"""'],
])("cells with %s between them", async (_, text) => {
  expect(await rows(text)).toEqual([
    ["a", "b"],
    ["1", 'x, "y"'],
  ]);
});

test("a cell of several lines is one cell, empty lines are none, old letters are read", async () => {
  expect(await rows(Buffer.from('name,note\n\nM\xfcller,"one\ntwo"\n', "latin1"))).toEqual([
    ["name", "note"],
    ["Müller", "one two"],
  ]);
});

test("a quotation mark that is not closed, and an empty file, are no disaster", async () => {
  expect(await rows('a,b\n1,"never closed\n2,3\n')).toHaveLength(2);
  await expect(rows(" \n \n")).rejects.toThrow("there is nothing in it");
});
