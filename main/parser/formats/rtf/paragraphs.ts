import type { Piece } from "../reader.ts";
import { createTables } from "../tables.ts";

/** Text, and the words that make paragraphs, tables' rows, notes and comments of it. */
export interface Paragraphs {
  readonly pieces: readonly Piece[];
  add(text: string): void;
  /** `depth`: of the group that it stands in. Words that are of no concern here are passed over. */
  layOut(word: string, param: number | null, depth: number): void;
  /** `author`: of a comment that ends with the group, where one is named. */
  closeGroup(depth: number, author: string): void;
  end(): void;
}

/** A note or a comment stands in the paragraph that it belongs to: what that was is kept here until it ends. */
interface Note {
  readonly isComment: boolean;
  readonly depth: number;
  readonly text: string;
  readonly outline: number | null;
  readonly isListed: boolean;
  readonly isInTable: boolean;
}

export function createParagraphs(): Paragraphs {
  const pieces: Piece[] = [];
  const tables = createTables((piece) => pieces.push(piece));
  const notes: Note[] = [];
  let text = "";
  let outline: number | null = null;
  let isListed = false;
  let isInTable = false;
  let isRowOpen = false;
  let noteCount = 0;
  /** Notes and comments of the paragraph. */
  let after: Piece[] = [];

  function endParagraph(): void {
    const words = text.replace(/[ \t\r\n]+/g, " ").trim();
    text = "";
    if (words !== "" && outline !== null && outline < 9)
      tables.add({ kind: "heading", level: outline + 1, text: words });
    else if (words !== "") tables.add({ kind: isListed ? "item" : "paragraph", text: words });
    for (const piece of after) tables.add(piece);
    after = [];
  }

  function openCell(): void {
    if (!isRowOpen) {
      tables.open();
      tables.openRow();
      tables.openCell();
      isRowOpen = true;
    }
  }

  function endTable(): void {
    if (!isRowOpen) return;
    tables.closeCell();
    tables.closeRow();
    tables.close();
    isRowOpen = false;
  }

  function openNote(isComment: boolean, depth: number): void {
    notes.push({ isComment, depth, text, outline, isListed, isInTable });
    text = "";
  }

  function endNote(note: Note, author: string): void {
    const words = text.replace(/\s+/g, " ").trim();
    ({ text, outline, isListed, isInTable } = note);
    if (words === "") return;
    if (note.isComment) {
      const by = author === "" ? "" : ` by ${author}`;
      after.push({ kind: "paragraph", text: `[Comment${by}: ${words}]` });
    } else {
      noteCount += 1;
      text += `[${String(noteCount)}]`;
      after.push({ kind: "paragraph", text: `[${String(noteCount)}] ${words}` });
    }
  }

  /** Words of a note's own paragraphs: it is told as one. */
  function layOutNote(word: string): void {
    if (/^(par|sect|page|cell|nestcell|row)$/.test(word)) text += " ";
  }

  return {
    pieces,
    add: (words) => void (text += words),
    layOut(word, param, depth) {
      if (notes.length > 0) return layOutNote(word);
      switch (word) {
        case "footnote":
        case "annotation":
          openNote(word === "annotation", depth);
          break;
        case "pard":
          outline = null;
          isListed = false;
          isInTable = false;
          break;
        case "outlinelevel":
          outline = param;
          break;
        case "ls":
        case "pntext":
        case "listtext":
          isListed = true;
          break;
        case "intbl":
          isInTable = true;
          break;
        case "nestcell":
          openCell();
          endParagraph();
          break;
        case "cell":
          openCell();
          endParagraph();
          tables.closeCell();
          tables.openCell();
          break;
        case "row":
          endTable();
          break;
        case "par":
        case "sect":
        case "page":
          if (isInTable) openCell();
          else endTable();
          endParagraph();
          break;
      }
    },
    closeGroup(depth, author) {
      const note = notes.at(-1);
      if (note === undefined || depth > note.depth) return;
      notes.pop();
      endNote(note, author);
    },
    end() {
      for (let note = notes.pop(); note !== undefined; note = notes.pop()) endNote(note, "");
      endParagraph();
      endTable();
    },
  };
}
