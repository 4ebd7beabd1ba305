import Papa from "papaparse";
import { readText } from "../decode-text.ts";
import type { ParseEvent } from "../contract.ts";
import { flowed } from "./flow.ts";
import { type Piece, type Source, unreadable } from "./reader.ts";
import { MOST_CELL_LETTERS } from "./sheet/rows.ts";
import { createSheetPieces } from "./sheet/sheet-pieces.ts";

const MOST_ROWS = 500_000;
/** Excel writes what stands between the cells into a line of its own. */
const SEPARATOR_LINE = /^\uFEFF?sep=(.)\r?\n/i;

/** Comma, semicolon, tab or bar between the cells, as the first lines have it. A row is a table's row, the first one its head. */
export async function* readCsv(source: Source): AsyncGenerator<ParseEvent> {
  const { pieces, isCut, cells } = piecesOf(await readText(source));
  if (pieces.length === 0) throw unreadable(source, "there is nothing in it");
  yield* flowed(source, pieces, null);
  if (isCut) yield { type: "left-out", what: `rows after the first ${MOST_ROWS.toLocaleString("en")}` };
  if (cells > 0)
    yield {
      type: "left-out",
      what: `the ends of cells with more than ${MOST_CELL_LETTERS.toLocaleString("en")} letters: ${cells.toLocaleString("en")}`,
    };
}

function piecesOf(text: string): { pieces: readonly Piece[]; isCut: boolean; cells: number } {
  const [line, separator] = SEPARATOR_LINE.exec(text) ?? ["", ""];
  const table = text.slice(line.length);
  const read = rowsOf(table, separator, true);
  // A quotation mark that nobody closed makes one cell of all that follows: then none of them are marks.
  const { rows } = read.isOpen ? rowsOf(table, read.delimiter, false) : read;
  let cells = 0;
  const sheet = createSheetPieces();
  const pieces = rows.slice(0, MOST_ROWS).flatMap((row) =>
    sheet.add(
      row.map((cell) => {
        if (cell.length > MOST_CELL_LETTERS) cells += 1;
        return cell.slice(0, MOST_CELL_LETTERS).replace(/\s+/g, " ").trim();
      }),
    ),
  );
  pieces.push(...sheet.end());
  return { pieces, cells, isCut: rows.length > MOST_ROWS };
}

/** `separator`: "" to find it. */
function rowsOf(table: string, separator: string, hasQuotes: boolean) {
  const { data, errors, meta } = Papa.parse<string[]>(table, {
    delimiter: separator,
    delimitersToGuess: [",", ";", "\t", "|"],
    skipEmptyLines: "greedy",
    preview: MOST_ROWS + 1,
    ...(hasQuotes ? {} : { quoteChar: "\0" }),
  });
  return { rows: data, delimiter: meta.delimiter, isOpen: errors.some(({ code }) => code === "MissingQuotes") };
}
