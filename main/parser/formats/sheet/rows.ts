import { format } from "numfmt";
import type { Archive } from "../../archive.ts";
import { readXml } from "../../markup.ts";
import { localName } from "../office-parts.ts";
import type { Sheet, Workbook } from "./workbook.ts";

/** Letters of a cell that are kept. */
const MOST_CELL_LETTERS = 20_000;
/** Columns that are kept: XFD is the 16,384th, and nobody writes there. */
const MOST_COLUMNS = 1_000;
const DAYS_TO_1904 = 1_462;

/** The rows of a sheet as they are shown: numbers in their formats, formulas by the values that were saved with them. */
export async function* rowsOf(archive: Archive, sheet: Sheet, workbook: Workbook): AsyncGenerator<string[]> {
  let found: string[][] = [];
  let row: string[] = [];
  let cell = { column: 0, type: "", style: 0 };
  let next = 0;
  let value = "";
  let isValue = false;
  const reading = readXml(archive.stream(sheet.path), {
    open(element, attributes) {
      const name = localName(element);
      if (name === "row") {
        row = [];
        next = 0;
      } else if (name === "c") {
        const column = columnOf(attributes["r"] ?? "") ?? next;
        cell = { column, type: attributes["t"] ?? "n", style: Number(attributes["s"] ?? 0) };
        next = column + 1;
        value = "";
      } else if (name === "v" || name === "t") isValue = true;
    },
    close(element) {
      const name = localName(element);
      if (name === "v" || name === "t") isValue = false;
      else if (name === "c" && value !== "" && cell.column < MOST_COLUMNS) {
        while (row.length < cell.column) row.push("");
        row[cell.column] = shown(value, cell, workbook);
      } else if (name === "row" && row.some((text) => text !== "")) found.push(row);
    },
    text: (text) => {
      if (isValue && value.length < MOST_CELL_LETTERS) value += text;
    },
  });
  while ((await reading.next()).done !== true) {
    yield* found;
    found = [];
  }
}

function shown(value: string, { type, style }: { type: string; style: number }, workbook: Workbook): string {
  if (type === "s") return oneLine(workbook.strings[Number(value)] ?? "");
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n") return oneLine(value);
  const number = Number(value);
  const code = workbook.formats[style] ?? "General";
  if (!Number.isFinite(number)) return oneLine(value);
  return numberText(number, code, workbook.is1904);
}

function numberText(number: number, code: string, is1904: boolean): string {
  try {
    const isDay = is1904 && /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ""));
    return format(code, isDay ? number + DAYS_TO_1904 : number, { throws: true }).trim();
  } catch {
    // A format that nobody understands: the number itself says more than nothing.
    return String(number);
  }
}

function oneLine(text: string): string {
  return text.slice(0, MOST_CELL_LETTERS).replace(/\s+/g, " ").trim();
}

/** "C5" is the third, from 0: 2. null: it does not say. */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}
