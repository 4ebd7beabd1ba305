import type { Piece } from "../reader.ts";

/** Lines above a table that are looked at. */
const MOST_TITLE_LINES = 10;

/** The rows of a sheet or a file of them as pieces, as they come. */
export interface SheetPieces {
  /** What is known to be a row, or a line above them, now that this one has come. */
  add(cells: readonly string[]): Piece[];
  end(): Piece[];
}

/** Lines with one cell above a table are its title and not its head: they are paragraphs, and the table begins below them. */
export function createSheetPieces(): SheetPieces {
  let lines: Piece[] | null = [];

  function end(kind: Piece["kind"]): Piece[] {
    const known = (lines ?? []).map(({ text }) => ({ kind, text }));
    lines = null;
    return known;
  }

  return {
    add(cells) {
      const row: Piece = { kind: "row", text: cells.join("\t").trimEnd() };
      if (lines === null) return [row];
      if (cells.filter((cell) => cell !== "").length > 1) return [...end("paragraph"), row];
      lines.push(row);
      return lines.length > MOST_TITLE_LINES ? end("row") : [];
    },
    end: () => end("row"),
  };
}
