import { format } from "numfmt";
import type { Archive } from "../../archive.ts";
import { readXml } from "../../markup.ts";
import { localName } from "../office-parts.ts";
import type { Sheet, Workbook } from "./workbook.ts";

/** Letters of a cell, as many as Excel allows. */
export const MOST_CELL_LETTERS = 32_767;
/** Columns that are kept: XFD is the 16,384th, and nobody writes there. */
const MOST_COLUMNS = 1_000;
const DAYS_TO_1904 = 1_462;

/** What of a sheet's cells could not be had; counted up. */
export interface Losses {
  /** Formulas whose value was not saved with them. */
  formulas: number;
  /** Cells to the right of the last column that is kept. */
  cells: number;
}

/** The rows of a sheet as they are shown: numbers in their formats, formulas by the values that were saved with them. */
export async function* rowsOf(
  archive: Archive,
  sheet: Sheet,
  workbook: Workbook,
  losses: Losses,
): AsyncGenerator<string[]> {
  let found: string[][] = [];
  let row: string[] = [];
  let cell = { column: 0, type: "", style: 0 };
  let next = 0;
  let value = "";
  let isValue = false;
  let isFormula = false;
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
        isFormula = false;
      } else if (name === "f") isFormula = true;
      else if (name === "v" || name === "t") isValue = true;
    },
    close(element) {
      const name = localName(element);
      if (name === "v" || name === "t") isValue = false;
      else if (name === "c") {
        // A formula that gives text may give none.
        if (isFormula && value === "" && cell.type !== "str") losses.formulas += 1;
        if (value === "") return;
        if (cell.column >= MOST_COLUMNS) {
          losses.cells += 1;
          return;
        }
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
    // "[h]:mm" is how long something took, and no day.
    const isDay = is1904 && !/\[[hms]+\]/i.test(code) && /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ""));
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
