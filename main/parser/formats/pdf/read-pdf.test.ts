import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page, ParseEvent } from "../../contract.ts";
import { readPdf } from "./read-pdf.ts";
import { openFile } from "../../bytes.ts";
import { readAll, sourceOf } from "../../testing/source.ts";
import { tinyPdf } from "../../testing/tiny-pdf.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(path: string, fromPage = 1): Promise<{ events: readonly ParseEvent[]; pages: readonly Page[] }> {
  await using bytes = await openFile(path);
  return await readAll(readPdf, sourceOf("", { bytes, kind: "pdf", fromPage }));
}

async function made(...pages: Parameters<typeof tinyPdf>[0]): Promise<string> {
  const path = join(folder, "a.pdf");
  await writeFile(path, tinyPdf(pages));
  return path;
}

const shown = ({ text, blocks }: Page) => blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)]);

test("headings, paragraphs, items and rows; a divided word is one word; blanks that are not drawn are blanks", async () => {
  const path = await made([
    { at: [72, 720], size: 20, text: "Lease" },
    { at: [72, 690], text: "The tenant pays the rent on the first of each mon-" },
    { at: [72, 677], text: "th, without any deduction." },
    { at: [72, 650], text: "Another paragraph stands further down." },
    { at: [72, 620], text: "1) Keys are given back." },
    { at: [72, 580], text: "Item" },
    { at: [200, 580], text: "Count" },
    { at: [300, 580], text: "Price" },
    { at: [72, 565], text: "Key" },
    { at: [200, 565], text: "2" },
    { at: [300, 565], text: "10.00" },
  ]);
  const { pages } = await read(path);
  expect(pages.map(shown)).toEqual([
    [
      ["heading", "Lease"],
      ["paragraph", "The tenant pays the rent on the first of each month, without any deduction."],
      ["paragraph", "Another paragraph stands further down."],
      ["item", "1) Keys are given back."],
      ["row", "Item\tCount\tPrice"],
      ["row", "Key\t2\t10.00"],
    ],
  ]);
});

test("every run stands where its text is drawn, y downwards", async () => {
  const path = await made([{ at: [100, 700], size: 12, text: "Here" }]);
  const { pages } = await read(path);
  const [page] = pages;
  expect(page).toMatchObject({ width: 612, height: 792, problem: null });
  const [start, end, left, top, width, height] = page?.runs ?? [];
  expect(page?.text.slice(start, end)).toBe("Here");
  expect(left).toBeCloseTo(100);
  // The baseline is at 792 - 700 = 92.
  expect(top).toBeLessThan(92);
  expect((top ?? 0) + (height ?? 0)).toBeGreaterThan(92);
  expect(width).toBeGreaterThan(20);
});

test("heads, feet and numbers that recur are told from the text, also when reading goes on in the middle", async () => {
  const page = (number: number) => [
    { at: [72, 770] as const, text: "Confidential draft" },
    { at: [72, 500] as const, text: `What page ${String(number)} says is its own.` },
    { at: [300, 30] as const, text: `Page ${String(number)} of 6` },
  ];
  const path = await made(...[1, 2, 3, 4, 5, 6].map(page));
  const all = await read(path);
  for (const [index, each] of all.pages.entries()) {
    expect(shown(each)).toEqual([
      ["paragraph", `What page ${String(index + 1)} says is its own.`],
      ["running", "Confidential draft"],
      ["running", `Page ${String(index + 1)} of 6`],
    ]);
  }
  const rest = await read(path, 5);
  expect(rest.pages).toEqual(all.pages.slice(4));
});

test("a page without text says so; a file that is no PDF is refused in words", async () => {
  const { events, pages } = await read(await made([]));
  expect(events[0]).toMatchObject({ type: "facts", facts: { pages: 1 } });
  expect(pages[0]).toMatchObject({ text: "", problem: "no-text" });
  const broken = join(folder, "broken.pdf");
  await writeFile(broken, "%PDF-1.7\nnothing of the kind");
  await expect(read(broken)).rejects.toMatchObject({
    code: "DOCUMENT_UNREADABLE",
    data: { problem: "the PDF is damaged" },
  });
});

const shared = fileURLToPath(new URL("../../../../../shared/data/pdf", import.meta.url));

test.skipIf(!existsSync(shared))(
  "two columns are read one after the other; fonts without a map are noticed (needs: ../shared/data/pdf)",
  { timeout: 60_000 },
  async () => {
    const { pages } = await read(join(shared, "tracemonkey.pdf"));
    const first = pages[0]?.text ?? "";
    const order = [
      "Abstract",
      "1. Introduction",
      "Dynamic languages such as JavaScript, Python",
      "is used for the application logic of",
    ].map((words) => first.indexOf(words));
    expect(order.every((at, index) => at >= 0 && at > (order[index - 1] ?? -1))).toBe(true);
    const review = await read(join(shared, "TAMReview.pdf"));
    expect(review.pages.filter(({ problem }) => problem === "unmapped-font").length).toBeGreaterThan(15);
  },
);

test("a locked PDF asks for its password, and is read with it", async () => {
  const locked = readFileSync(new URL("../../testing/fixtures/locked.pdf", import.meta.url));
  const read = (password: string | null) => readAll(readPdf, sourceOf(locked, { kind: "pdf", password }));
  await expect(read(null)).rejects.toMatchObject({ code: "DOCUMENT_LOCKED", data: { isWrong: false } });
  await expect(read("wrong")).rejects.toMatchObject({ code: "DOCUMENT_LOCKED", data: { isWrong: true } });
  expect((await read("harbour")).pages[0]?.text).toBe("The settlement is 40,000 euros, payable by the first of June.");
});
