import fc from "fast-check";
import { expect, test } from "vitest";
import type { Block, Page } from "#main/parser/contract.ts";
import { packPassages } from "./pack.ts";
import { sentencesOf } from "#main/support/sentences.ts";
import { unitsOf } from "./units.ts";

/** A page from blocks; a heading's level stands before its text. */
function page(number: number, blocks: readonly [Block["kind"], string, number?][]): Page {
  let text = "";
  const placed: Block[] = [];
  for (const [kind, words, level = 0] of blocks) {
    if (text !== "") text += "\n\n";
    placed.push({ kind, level, start: text.length, end: text.length + words.length });
    text += words;
  }
  return {
    number,
    label: null,
    text,
    blocks: placed,
    width: 0,
    height: 0,
    runs: [],
    problem: null,
    confidence: null,
  };
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "").length;
function passagesOf(pages: readonly Page[], sizes?: { usual: number; most: number }) {
  const units = [...unitsOf(pages)];
  return packPassages(
    units,
    units.map(({ text }) => words(text)),
    sizes,
  );
}

test("a passage knows the headings above it, and none crosses a heading", () => {
  const passages = passagesOf([
    page(1, [
      ["heading", "Lease", 1],
      ["heading", "1. Term", 2],
      ["paragraph", "It runs for twelve months."],
      ["heading", "2. Rent", 2],
      ["paragraph", "Rent is due monthly."],
    ]),
  ]);
  expect(passages.map(({ section, text }) => [section, text])).toEqual([
    [["Lease", "1. Term"], "It runs for twelve months."],
    [["Lease", "2. Rent"], "Rent is due monthly."],
  ]);
});

test("a paragraph that is too long is cut between sentences, and the last one is said again", () => {
  const text = "One two three four. Five six seven eight. Nine ten eleven twelve.";
  const passages = passagesOf([page(1, [["paragraph", text]])], { usual: 8, most: 16 - 7 });
  expect(passages.map((passage) => passage.text)).toEqual([
    "One two three four. Five six seven eight.",
    "Nine ten eleven twelve.",
  ]);
  const overlapping = passagesOf([page(1, [["paragraph", `${text} ${text}`]])], { usual: 16, most: 16 });
  expect(overlapping[1]?.text.startsWith("One two three four.")).toBe(true);
  expect(overlapping[0]?.text.endsWith("One two three four.")).toBe(true);
});

test("a table's head stands before each of its pieces", () => {
  const rows = Array.from({ length: 8 }, (_, index): ["row", string] => [
    "row",
    `drug${String(index)}\t${String(index)} mg`,
  ]);
  const passages = passagesOf([page(1, [["row", "name\tdose"], ...rows])], { usual: 10, most: 12 });
  expect(passages.length).toBeGreaterThan(1);
  for (const passage of passages) expect(passage.text.startsWith("name\tdose")).toBe(true);
});

test("a table that goes on under its head on another page has it once in each passage, and its empty cells", () => {
  const row = (index: number): ["row", string] => ["row", `\tdrug${String(index)}\t${String(index)} mg`];
  const head: ["row", string] = ["row", "ward\tname\tdose"];
  const passages = passagesOf([page(1, [head, row(1), row(2)]), page(2, [head, row(3), head])], {
    usual: 90,
    most: 99,
  });
  expect(passages.map(({ text }) => text)).toEqual([
    "ward\tname\tdose\n\tdrug1\t1 mg\n\tdrug2\t2 mg\n\tdrug3\t3 mg\nward\tname\tdose",
  ]);
  expect(passages[0]?.parts.map((part) => part.page)).toEqual([1, 2]);
});

test("a row that is longer than a passage is cut between its cells, letters without any space where they are full", () => {
  const cells = Array.from({ length: 12 }, (_, index) => `cell${String(index)}`);
  const inCells = passagesOf([page(1, [["row", cells.join("\t")]])], { usual: 4, most: 4 });
  expect(inCells.flatMap(({ text }) => text.split("\t"))).toEqual(cells);
  const units = [...unitsOf([page(1, [["paragraph", "x".repeat(300_000)]])])];
  const inLetters = packPassages(units, [75_000], { usual: 100, most: 100 });
  expect(inLetters.map(({ text }) => text).join("")).toBe("x".repeat(300_000));
  expect(inLetters).toHaveLength(750);
});

test("what a page's end cuts is one passage with a part on each page; running heads are in none", () => {
  const passages = passagesOf([
    page(1, [
      ["paragraph", "The tenant shall keep the garden."],
      ["running", "Page 1 of 2"],
    ]),
    page(2, [
      ["running", "Lease"],
      ["paragraph", "The landlord shall keep the roof."],
    ]),
  ]);
  expect(passages).toHaveLength(1);
  expect(passages[0]?.parts.map((part) => part.page)).toEqual([1, 2]);
  expect(passages[0]?.text).not.toContain("Page 1");
});

test("abbreviations end no sentence", () => {
  const text = "Dr. Smith saw Mr. B. Jones. He gave 5 mg.";
  expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "Dr. Smith saw Mr. B. Jones.",
    "He gave 5 mg.",
  ]);
});

test("nothing that was written is lost, nothing is longer than allowed, and every part is its text", () => {
  const sentence = fc
    .array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 30 })
    .map((list) => `${list.join(" ")}.`);
  const paragraph = fc.array(sentence, { minLength: 1, maxLength: 6 }).map((list) => list.join(" "));
  fc.assert(
    fc.property(fc.array(fc.array(paragraph, { maxLength: 5 }), { maxLength: 4 }), (pages) => {
      const made = pages.map((texts, index) =>
        page(
          index + 1,
          texts.map((text) => ["paragraph", text]),
        ),
      );
      const passages = passagesOf(made, { usual: 20, most: 25 });
      const all = passages.map(({ text }) => text).join(" ");
      const known = new Set(all.split(/\s+/));
      expect(
        pages
          .flat()
          .flatMap((text) => text.split(/\s+/))
          .filter((word) => !known.has(word)),
      ).toEqual([]);
      for (const { text, parts, tokens } of passages) {
        // A sentence that had to be cut is counted by its letters.
        expect(tokens).toBeLessThanOrEqual(25);
        const read = parts.map(({ page: at, start, end }) => made[at - 1]?.text.slice(start, end) ?? "").join(" ");
        expect(read.split(/\s+/)).toEqual(text.split(/\s+/));
      }
    }),
  );
});
