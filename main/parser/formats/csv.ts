import Papa from "papaparse";
import { readText } from "../decode-text.ts";
import type { ParseEvent } from "../contract.ts";
import { flowed } from "./flow.ts";
import { type Piece, type Source, unreadable } from "./reader.ts";

/** Letters of a cell that are kept: a whole file in a quotation mark that nobody closed is no cell. */
const MOST_CELL_LETTERS = 20_000;
const MOST_ROWS = 500_000;

/** Comma, semicolon, tab or bar between the cells, as the first lines have it. A row is a table's row, the first one its head. */
export async function* readCsv(source: Source): AsyncGenerator<ParseEvent> {
  const text = await readText(source);
  const { data } = Papa.parse<string[]>(text, {
    delimitersToGuess: [",", ";", "\t", "|"],
    skipEmptyLines: "greedy",
    preview: MOST_ROWS + 1,
  });
  if (data.length === 0) throw unreadable(source, "there is nothing in it");
  const pieces: Piece[] = data
    .slice(0, MOST_ROWS)
    .map((row) => ({ kind: "row", text: row.map(cellText).join("\t").trimEnd() }));
  yield* flowed(source, pieces, null);
  if (data.length > MOST_ROWS)
    yield { type: "left-out", what: `rows after the first ${MOST_ROWS.toLocaleString("en")}` };
}

function cellText(cell: string): string {
  return cell.slice(0, MOST_CELL_LETTERS).replace(/\s+/g, " ").trim();
}
