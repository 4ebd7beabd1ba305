import type { ParseEvent } from "../../contract.ts";
import { aboutOffice, openOffice } from "../office.ts";
import { flowedPage, type Piece, type Source, unreadable } from "../reader.ts";
import { rowsOf } from "./rows.ts";
import { readWorkbook } from "./workbook.ts";

/** A sheet of more is several pages, so that none is too large to be kept and shown. */
const PAGE_LETTERS = 60_000;
/** Rows of all sheets that are read: a table of more is data for a program, not a document. */
const MOST_ROWS = 500_000;

/** Workbooks: sheets are pages under their names, hidden ones too, which is said. */
export async function* readXlsx(source: Source): AsyncGenerator<ParseEvent> {
  const archive = await openOffice(source);
  const workbook = await readWorkbook(archive);
  if (workbook === null) throw unreadable(source, "it is no workbook, or a part of it is missing");
  yield { type: "facts", facts: { kind: "xlsx", ...(await aboutOffice(archive)), pages: null } };
  let number = 0;
  let rows = 0;
  let cutOff: string | null = null;
  const missing: string[] = [];
  for (const sheet of workbook.sheets) {
    if (!archive.names.includes(sheet.path)) {
      missing.push(sheet.name);
      continue;
    }
    let held: Piece[] = [];
    let letters = 0;
    const page = (): ParseEvent => {
      number += 1;
      const pieces = held;
      held = [];
      letters = 0;
      return { type: "page", page: flowedPage(number, sheet.isHidden ? `${sheet.name} (hidden)` : sheet.name, pieces) };
    };
    for await (const row of rowsOf(archive, sheet, workbook)) {
      rows += 1;
      if (rows > MOST_ROWS) {
        cutOff ??= sheet.name;
        break;
      }
      const text = row.map((cell) => cell ?? "").join("\t");
      held.push({ kind: "row", text });
      letters += text.length;
      if (letters >= PAGE_LETTERS) yield page();
    }
    if (held.length > 0) yield page();
  }
  if (number === 0) throw unreadable(source, "there is nothing in its cells");
  if (cutOff !== null)
    yield {
      type: "left-out",
      what: `rows after the first ${MOST_ROWS.toLocaleString("en")}, from the sheet ${cutOff} on`,
    };
  if (missing.length > 0) yield { type: "left-out", what: `sheets whose parts are missing: ${missing.join(", ")}` };
  if (archive.names.includes("xl/vbaProject.bin")) yield { type: "left-out", what: "macros, which are never run" };
}
