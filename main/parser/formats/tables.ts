import type { Piece } from "./reader.ts";

/** Puts pieces into the tables in which they stand, however deep these lie in one another. */
export interface Tables {
  /** A piece of the cell that is open, else of the document. */
  add(piece: Piece): void;
  open(): void;
  openRow(): void;
  openCell(): void;
  /** The cell that is open is as wide as so many. */
  span(columns: number): void;
  /** The row that is open is none: it was deleted. */
  dropRow(): void;
  closeCell(): void;
  closeRow(): void;
  close(): void;
  readonly isOpen: boolean;
}

interface Table {
  row: Cell[] | null;
  cell: Cell | null;
  isDropped: boolean;
}

interface Cell {
  readonly pieces: Piece[];
  columns: number;
}

const MOST_COLUMNS = 64;
/** Tables in tables in tables are pages of the early web; what lies deeper is text of the cell around it. */
const DEEPEST = 16;

/** A row's cells have tabs between them; a row with one cell is a frame around text, and no row. */
export function createTables(emit: (piece: Piece) => void): Tables {
  const open: Table[] = [];
  /** Tables that are open below the deepest that is one. */
  let beyond = 0;

  const innermost = () => (beyond > 0 ? undefined : open.at(-1));

  function add(piece: Piece): void {
    const cell = [...open].reverse().find((table) => table.cell !== null)?.cell;
    if (cell === null || cell === undefined) emit(piece);
    else cell.pieces.push(piece);
  }

  function finishRow(row: readonly Cell[]): void {
    const [only] = row;
    if (row.length === 1 && only !== undefined) {
      for (const piece of only.pieces) add(piece);
      return;
    }
    const cells = row.flatMap(({ pieces, columns }) => {
      const text = pieces
        .map((piece) => piece.text.replace(/\s+/g, " ").trim())
        .filter(Boolean)
        .join(" ");
      return [text, ...Array.from({ length: columns - 1 }, () => "")];
    });
    if (cells.every((text) => text === "")) return;
    const startsPage = row.some(({ pieces }) => pieces.some((piece) => piece.startsPage === true));
    add({ kind: "row", text: cells.join("\t").trimEnd(), ...(startsPage ? { startsPage } : {}) });
  }

  return {
    add,
    get isOpen() {
      return open.length > 0;
    },
    open() {
      if (open.length < DEEPEST) open.push({ row: null, cell: null, isDropped: false });
      else beyond += 1;
    },
    openRow() {
      const table = innermost();
      if (table !== undefined) Object.assign(table, { row: [], cell: null, isDropped: false });
    },
    openCell() {
      const table = innermost();
      if (table === undefined) return;
      table.row ??= [];
      table.cell = { pieces: [], columns: 1 };
      table.row.push(table.cell);
    },
    span(columns) {
      const cell = innermost()?.cell;
      if (cell && columns > 1) cell.columns = Math.min(MOST_COLUMNS, columns);
    },
    dropRow() {
      const table = innermost();
      if (table !== undefined) table.isDropped = true;
    },
    closeCell() {
      const table = innermost();
      if (table !== undefined) table.cell = null;
    },
    closeRow() {
      const table = innermost();
      const row = table?.row ?? null;
      if (table === undefined || row === null) return;
      table.row = null;
      table.cell = null;
      if (!table.isDropped) finishRow(row);
    },
    close() {
      if (beyond > 0) beyond -= 1;
      else open.pop();
    },
  };
}
