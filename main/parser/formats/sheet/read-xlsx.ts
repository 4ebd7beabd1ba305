import type { ParseEvent } from "../../contract.ts";
import { headAgain } from "../flow.ts";
import { aboutOffice, openOffice } from "../office.ts";
import { flowedPage, type Piece, type Source, unreadable } from "../reader.ts";
import { commentsOf } from "./comments.ts";
import { type Losses, rowsOf } from "./rows.ts";
import { createSheetPieces } from "./sheet-pieces.ts";
import { readWorkbook } from "./workbook.ts";

/** A sheet of more is several pages, so that none is too large to be kept and shown. */
const PAGE_LETTERS = 60_000;
/** Rows of all sheets that are read: a table of more is data for a program, not a document. */
const MOST_ROWS = 500_000;

/** Workbooks: sheets are pages under their names, hidden ones too, which is said. */
export async function* readXlsx(source: Source): AsyncGenerator<ParseEvent> {
  const archive = await openOffice(source);
  const workbook = await readWorkbook(source, archive);
  yield { type: "facts", facts: { kind: "xlsx", ...(await aboutOffice(archive)), pages: null } };
  const losses: Losses = { formulas: 0, cells: 0 };
  const missing: string[] = [];
  let number = 0;
  let rows = 0;
  let cutOff: string | null = null;
  for (const sheet of workbook.sheets) {
    if (!archive.names.includes(sheet.path)) {
      missing.push(sheet.name);
      continue;
    }
    const label = sheet.isHidden ? `${sheet.name} (hidden)` : sheet.name;
    const pieces = createSheetPieces();
    let head: Piece | null = null;
    let held: Piece[] = [{ kind: "heading", level: 1, text: label }];
    let letters = 0;
    const hold = (more: readonly Piece[]): void => {
      for (const piece of more) {
        if (piece.kind === "row") head ??= piece;
        held.push(piece);
        letters += piece.text.length;
      }
    };
    const page = (): ParseEvent => {
      number += 1;
      const all = held;
      held = headAgain(head);
      letters = 0;
      return { type: "page", page: flowedPage(number, label, all) };
    };
    for await (const row of rowsOf(archive, sheet, workbook, losses)) {
      rows += 1;
      if (rows > MOST_ROWS) {
        cutOff ??= sheet.name;
        break;
      }
      hold(pieces.add(row));
      if (letters >= PAGE_LETTERS) yield page();
    }
    hold(pieces.end());
    for (const comment of await commentsOf(archive, sheet)) {
      hold([comment]);
      if (letters >= PAGE_LETTERS) yield page();
    }
    if (letters > 0) yield page();
  }
  if (number === 0) throw unreadable(source, "there is nothing in its cells");
  const said = [
    cutOff !== null && `rows after the first ${count(MOST_ROWS)}, from the sheet ${cutOff} on`,
    missing.length > 0 && `sheets whose parts are missing: ${missing.join(", ")}`,
    losses.formulas > 0 &&
      `results of formulas that were not saved with them: ${count(losses.formulas)}; open it in Excel or LibreOffice, save it and add it again`,
    losses.cells > 0 && `cells to the right of the 1,000th column: ${count(losses.cells)}`,
    archive.names.includes("xl/vbaProject.bin") && "macros, which are never run",
  ];
  for (const what of said) if (what !== false) yield { type: "left-out", what };
}

function count(amount: number): string {
  return amount.toLocaleString("en");
}
