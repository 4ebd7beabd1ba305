import { DataProblem } from "./problem.ts";
import { breaksIn } from "./read-text.ts";

/** One row of a table, with the line at which it begins, from 1. */
export interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

export interface CsvParser {
  /** Rows that are whole now. Throws CsvFault. */
  push(text: string): Row[];
  /** The last one, which need not end with a line break. Throws CsvFault. */
  finish(): Row[];
}

/** What is wrong in a table, and where. */
export class CsvFault extends DataProblem {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(problem);
    this.line = line;
  }
}

export type Separator = "," | ";" | "\t" | "|";

/** As much of a quoted field as any example takes; beyond it a quote was opened by mistake. */
const LONGEST_FIELD = 64 * 2 ** 20;

/**
 * RFC 4180, fed piece by piece: fields in quotes hold separators, line breaks and doubled quotes; lines end with CR LF, LF or CR. Empty
 * lines are no rows. A quote within a field that does not begin with one is a letter, as spreadsheets have it.
 */
export function createCsvParser(separator: Separator): CsvParser {
  const plainEnd = new RegExp(`[${separator === "\t" ? "\\t" : `\\${separator}`}\\n\\r]`, "g");
  let fields: string[] = [];
  let field = "";
  let state: "begin" | "plain" | "quoted" | "closed" = "begin";
  let line = 1;
  let rowLine = 1;
  let quoteLine = 1;
  /** The last character was a CR: an LF behind it ends the same line. */
  let afterReturn = false;
  let rows: Row[] = [];

  function endField(): void {
    fields.push(field);
    field = "";
    state = "begin";
  }

  function endRow(): void {
    const isEmpty = fields.length === 0 && state === "begin";
    endField();
    if (!isEmpty) rows.push({ fields, line: rowLine });
    fields = [];
    line += 1;
    rowLine = line;
  }

  /** What follows a field; the place behind it. */
  function border(sign: string): void {
    if (sign === separator) endField();
    else endRow();
    afterReturn = sign === "\r";
  }

  function quoted(text: string, from: number): number {
    const end = text.indexOf('"', from);
    const piece = end < 0 ? text.slice(from) : text.slice(from, end);
    field += piece;
    line += breaksIn(piece);
    if (field.length > LONGEST_FIELD)
      throw new CsvFault(quoteLine, "a field in quotes is longer than 64 MB: its quote is not closed");
    if (end < 0) return text.length;
    state = "closed";
    return end + 1;
  }

  function plain(text: string, from: number): number {
    plainEnd.lastIndex = from;
    const end = plainEnd.exec(text)?.index ?? text.length;
    field += text.slice(from, end);
    if (end > from) state = "plain";
    if (end === text.length) return end;
    border(text.charAt(end));
    return end + 1;
  }

  return {
    push(text) {
      for (let at = 0; at < text.length;) {
        const sign = text.charAt(at);
        if (afterReturn) {
          afterReturn = false;
          if (sign === "\n") {
            at += 1;
            continue;
          }
        }
        if (state === "quoted") at = quoted(text, at);
        else if (state === "closed") {
          at += 1;
          if (sign === '"') {
            field += '"';
            state = "quoted";
          } else if (sign === separator || sign === "\n" || sign === "\r") border(sign);
          else
            throw new CsvFault(
              line,
              "something stands behind the quote that closes a field; quotes within one are doubled",
            );
        } else if (state === "begin" && sign === '"') {
          state = "quoted";
          quoteLine = line;
          at += 1;
        } else at = plain(text, at);
      }
      const whole = rows;
      rows = [];
      return whole;
    },
    finish() {
      if (state === "quoted") throw new CsvFault(quoteLine, "a quote is opened and never closed");
      if (fields.length > 0 || state !== "begin") endRow();
      const whole = rows;
      rows = [];
      return whole;
    },
  };
}
