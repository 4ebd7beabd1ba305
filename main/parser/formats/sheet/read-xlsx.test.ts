import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { tinyZip, type ZipFile } from "../../testing/tiny-zip.ts";
import { readXlsx } from "./read-xlsx.ts";

const rowsIn = (read: Awaited<ReturnType<typeof readAll>>) =>
  read.pages.map((page) => [
    page.label,
    blocksIn(page)
      .slice(1)
      .map(([, text]) => text),
  ]);

test("a workbook's sheets are pages, its numbers as they are shown there", async () => {
  const bytes = readFileSync(new URL("../../testing/fixtures/accounts.xlsx", import.meta.url));
  const read = await readAll(readXlsx, sourceOf(bytes, { kind: "xlsx" }));
  expect(rowsIn(read)).toEqual([
    [
      "Accounts",
      [
        "Date\tWhat\tAmount\tShare",
        "2024-05-06\tRent\t1,250.50 €\t12.5%",
        "2024-06-06\tRepairs\t-80.00 €\t50.0%",
        "Total",
        "[Comment on C3 by Ben: Ask the plumber for the bill.]",
      ],
    ],
    ["Notes", ["Only a note"]],
    ["Old (hidden)", ["hidden words"]],
  ]);
  // Sheets are sections: their names stand above their tables.
  expect(read.pages.map((page) => blocksIn(page)[0])).toEqual([
    ["h1", "Accounts"],
    ["h1", "Notes"],
    ["h1", "Old (hidden)"],
  ]);
  // The library that made it knows no values of formulas.
  expect(read.leftOut).toEqual([expect.stringMatching(/^results of formulas that were not saved with them: 1;/)]);
});

function book(sheet: string, ...more: ZipFile[]): Buffer {
  return tinyZip([
    {
      name: "xl/workbook.xml",
      content: `<workbook><workbookPr date1904="1"/><sheets><sheet name="A" sheetId="1" r:id="r1"/><sheet name="Lost" sheetId="2" r:id="r2"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/><Relationship Id="r2" Target="/xl/lost.xml"/></Relationships>`,
    },
    { name: "xl/worksheets/s.xml", content: `<worksheet><sheetData>${sheet}</sheetData></worksheet>` },
    {
      name: "xl/styles.xml",
      content: `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0 &quot;mg&quot;"/><numFmt numFmtId="171" formatCode="][broken"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="46"/></cellXfs></styleSheet>`,
    },
    {
      name: "xl/sharedStrings.xml",
      content: `<sst><si><r><t>two</t></r><r><t> runs</t></r><rPh><t>aloud</t></rPh></si></sst>`,
    },
    ...more,
  ]);
}

test("cells by their place, rich texts whole, units kept, days from 1904, saved values of formulas", async () => {
  const sheet =
    '<row><c r="B1" t="s"><v>0</v></c><c r="D1" s="2"><v>2.5</v></c></row><row/>' +
    '<row><c t="inlineStr"><is><t>in line</t></is></c><c s="1"><v>0</v></c><c><f>1+1</f><v>2</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="3"><v>7</v></c><c s="4"><v>1.5</v></c></row>';
  const read = await readAll(readXlsx, sourceOf(book(sheet), { kind: "xlsx" }));
  expect(rowsIn(read)).toEqual([["A", ["\ttwo runs\t\t2.5 mg", "in line\t1904-01-01\t2\tTRUE\t#N/A\t7\t36:00:00"]]]);
  expect(read.leftOut).toEqual(["sheets whose parts are missing: Lost"]);
});

test("a workbook with macros is read without them; an empty one and one without its main part are refused in words", async () => {
  const row = '<row><c t="inlineStr"><is><t>x</t></is></c></row>';
  const macros = book(row, { name: "xl/vbaProject.bin", content: "x" });
  expect((await readAll(readXlsx, sourceOf(macros))).leftOut).toContain("macros, which are never run");
  await expect(readAll(readXlsx, sourceOf(book("")))).rejects.toThrow("nothing in its cells");
  await expect(readAll(readXlsx, sourceOf(tinyZip([{ name: "a", content: "" }])))).rejects.toThrow("no workbook");
});

test("a sheet cut off in the middle gives what stands before it", async () => {
  const sheet = '<row><c t="inlineStr"><is><t>first</t></is></c></row><row><c t="inlineStr"><is><t>sec';
  expect(rowsIn(await readAll(readXlsx, sourceOf(book(sheet))))[0]?.[1]?.[0]).toBe("first");
});

test("lines above a sheet's table are its title, and the table's head stands on each of its pages", async () => {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const row = (...cells: string[]) => `<row>${cells.map(cell).join("")}</row>`;
  const many = Array.from({ length: 3 }, (_, index) => row(String(index), "x".repeat(32_000))).join("");
  const read = await readAll(readXlsx, sourceOf(book(row("Wards in May") + row("Ward", "Note") + many)));
  expect(read.pages.map((page) => blocksIn(page).map(([kind, text]) => [kind, text.slice(0, 12)]))).toEqual([
    [
      ["h1", "A"],
      ["paragraph", "Wards in May"],
      ["row", "Ward\tNote"],
      ["row", `0\t${"x".repeat(10)}`],
      ["row", `1\t${"x".repeat(10)}`],
    ],
    [
      ["row", "Ward\tNote"],
      ["row", `2\t${"x".repeat(10)}`],
    ],
  ]);
});

test("cells that lie further right than anybody writes are counted, and none is made of what lies between", async () => {
  const far = '<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>';
  const read = await readAll(readXlsx, sourceOf(book(far)));
  expect(rowsIn(read)).toEqual([["A", ["1"]]]);
  expect(read.leftOut).toContain("cells to the right of the 1,000th column: 1");
});
