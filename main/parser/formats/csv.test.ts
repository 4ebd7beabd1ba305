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

test("a quotation mark that is not closed swallows no rows, and an empty file is no disaster", async () => {
  expect(await rows('a;b\n1;"never closed\n2;3\n')).toEqual([
    ["a", "b"],
    ["1", '"never closed'],
    ["2", "3"],
  ]);
  await expect(rows(" \n \n")).rejects.toThrow("there is nothing in it");
});

test("Excel's own line for what stands between cells is none of the rows; empty cells keep their columns", async () => {
  expect(await rows("sep=|\r\na|b;c|d\r\n|2|\r\n||3\r\n")).toEqual([
    ["a", "b;c", "d"],
    ["", "2"],
    ["", "", "3"],
  ]);
});

test("lines above a table are its title; where nothing else stands they are the rows", async () => {
  const kinds = async (text: string) => (await readAll(readCsv, sourceOf(text))).pages.flatMap(blocksIn);
  expect(await kinds("Accounts of 2024\n\nWhat,Amount\nRent,10\nTotal\n")).toEqual([
    ["paragraph", "Accounts of 2024"],
    ["row", "What\tAmount"],
    ["row", "Rent\t10"],
    ["row", "Total"],
  ]);
  expect(await kinds("Name\nAnna\nBen\n")).toEqual([
    ["row", "Name"],
    ["row", "Anna"],
    ["row", "Ben"],
  ]);
});

test("a long table has its head on each page, and none of its rows twice", async () => {
  const lines = Array.from({ length: 3_000 }, (_, index) => `item ${String(index)},${String(index)}`);
  const { pages } = await readAll(readCsv, sourceOf(["What,Count", ...lines].join("\n")));
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages) expect(page.text.startsWith("What\tCount\nitem ")).toBe(true);
  const read = pages.flatMap(blocksIn).map(([, row]) => row.replace("\t", ","));
  expect(read.filter((row) => row !== "What,Count")).toEqual(lines);
});

test("a cell that is a book of its own is cut, which is said", async () => {
  const read = await readAll(readCsv, sourceOf(`a,b\n1,"${"x".repeat(40_000)}"\n`));
  expect(read.leftOut).toEqual(["the ends of cells with more than 32,767 letters: 1"]);
});

test("tables that were saved in other letters than the west's are read in theirs", async () => {
  // "имя;город", "Анна;Москва" as Windows-1251.
  const bytes = Buffer.from("e8ecff3be3eef0eee40ac0edede03bcceef1eae2e00a", "hex");
  expect(await rows(bytes)).toEqual([
    ["имя", "город"],
    ["Анна", "Москва"],
  ]);
});
