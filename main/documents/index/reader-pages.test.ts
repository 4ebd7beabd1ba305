import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page } from "#main/parser/contract.ts";
import type { Db } from "#main/store/database.ts";
import { openIndexFile } from "./schema.ts";
import { type IndexTasks, indexTasks } from "./tasks.ts";

let db: Db;
let index: IndexTasks;

function page(number: number, heading: string, text: string): Page {
  const whole = `${heading}\n\n${text}`;
  return {
    ...{ number, label: null, text: whole, width: 612, height: 792, runs: [], problem: null, confidence: null },
    blocks: [
      { kind: "heading", level: 1, start: 0, end: heading.length },
      { kind: "paragraph", level: 0, start: heading.length + 2, end: whole.length },
    ],
  };
}

beforeEach(() => {
  db = openIndexFile(":memory:", null);
  index = indexTasks(db);
  index.begin({ id: "a", sha256: "s" });
  const pages = [
    page(1, "1 Rent", "The yearly\nrent is due."),
    page(2, "2 Notice", "A notice (in writing) ends the RENT."),
  ];
  index.addSlice({ id: "a", pages, passages: [], headings: [] });
});
afterEach(() => db.close());

test("pages come without their text, with what lays them out", () => {
  expect(index.pageList({ id: "a" })).toEqual([
    { number: 1, label: null, width: 612, height: 792, letters: 31, problem: null },
    { number: 2, label: null, width: 612, height: 792, letters: 46, problem: null },
  ]);
  expect(index.pageList({ id: "none" })).toEqual([]);
});

test("the outline is the headings with their pages", () => {
  expect(index.outline({ id: "a", most: 10 }).map(({ text, page: at }) => [text, at])).toEqual([
    ["1 Rent", 1],
    ["2 Notice", 2],
  ]);
  expect(index.outline({ id: "a", most: 1 })).toHaveLength(1);
});

test("words are found whatever their capitals and line breaks; signs are taken as they are", () => {
  expect(index.find({ id: "a", words: "rent", most: 10 }).map(({ page: at }) => at)).toEqual([1, 1, 2]);
  expect(index.find({ id: "a", words: "yearly  rent", most: 10 })).toEqual([{ page: 1, start: 12, end: 23 }]);
  expect(index.find({ id: "a", words: "(in", most: 10 })).toHaveLength(1);
  expect(index.find({ id: "a", words: ".*", most: 10 })).toEqual([]);
  expect(index.find({ id: "a", words: "rent", most: 2 })).toHaveLength(2);
});
