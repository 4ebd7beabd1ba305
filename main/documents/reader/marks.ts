import { newId } from "#main/lib/ids.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Page } from "#main/parser/contract.ts";
import type { DocumentRecord } from "../store.ts";
import type { Mark } from "./contract.ts";
import type { MadeMark, MarksStore } from "./marks-store.ts";

/** Highlights and notes in documents. */
export interface Marks {
  /** In the order in which they stand in the document. NOT_FOUND. */
  list(documentId: string): Promise<Mark[]>;
  /** NOT_FOUND; INVALID_INPUT when the document is no longer the one that `sha256` is of. */
  add(asked: { documentId: string; sha256: string; parts: Mark["parts"]; note: string }): Promise<Mark>;
  setNote(markId: string, note: string): void;
  remove(markId: string): void;
  restore(markId: string): void;
}

export interface MarksDeps {
  readonly store: MarksStore;
  /** Throws NOT_FOUND. */
  documentOf(documentId: string): DocumentRecord;
  /** null: it was not read. */
  pageOf(documentId: string, number: number): Promise<Page | null>;
  /** Where these words stand in what was read of a document, whatever the white space between them; `most` places at the most. */
  find(documentId: string, words: string, most: number): Promise<readonly Mark["parts"][number][]>;
  onChange(documentId: string): void;
}

/** Places of earlier marks in later files, kept so that a document is not searched through at every look. */
const KEPT_PLACES = 2_000;

export function createMarks({ store, documentOf, pageOf, find, onChange }: MarksDeps): Marks {
  // Undo is for the moment.
  store.eraseDeleted();
  const places = new Map<string, Mark["parts"] | null>();

  function ownerOf(markId: string): string {
    const documentId = store.documentOf(markId);
    if (documentId === null) throw new AppError("NOT_FOUND", "This note is gone.", { what: "note" });
    return documentId;
  }

  /** In the file that was read last, whichever it was made in. Words that stand there twice, or no more, have no place in it. */
  async function now(made: MadeMark, { id, sha256, state }: DocumentRecord): Promise<Mark> {
    if (made.sha256 === sha256 || made.text === "" || sha256 === null || state !== "read")
      return { ...made, isMoved: false };
    const key = `${made.id} ${sha256}`;
    let parts = places.get(key);
    if (parts === undefined) {
      const found = await find(id, made.text, 2);
      parts = found.length === 1 ? [...found] : null;
      if (places.size >= KEPT_PLACES) places.clear();
      places.set(key, parts);
    }
    return parts === null ? { ...made, isMoved: false } : { ...made, parts, sha256, isMoved: true };
  }

  return {
    async list(documentId) {
      const record = documentOf(documentId);
      const marks: Mark[] = [];
      for (const made of store.marks(documentId)) marks.push(await now(made, record));
      return marks.toSorted((a, b) => placeOf(a).page - placeOf(b).page || placeOf(a).start - placeOf(b).start);
    },
    async add({ documentId, sha256, parts, note }) {
      // Of another file the places would be those of other words.
      if (documentOf(documentId).sha256 !== sha256)
        throw new AppError("INVALID_INPUT", `Cloister did not accept this. ${CHANGED}`, { problem: CHANGED });
      const texts: string[] = [];
      for (const { page: number, start, end } of parts) {
        const page = await pageOf(documentId, number);
        if (page === null) throw new AppError("NOT_FOUND", `Page ${String(number)} was not read.`, { what: "page" });
        texts.push(page.text.slice(start, end));
      }
      const made = store.add(newId(), documentId, { sha256, parts, text: texts.join(" ").trim(), note });
      onChange(documentId);
      return { ...made, isMoved: false };
    },
    setNote(markId, note) {
      const documentId = ownerOf(markId);
      store.setNote(markId, note);
      onChange(documentId);
    },
    remove(markId) {
      const documentId = ownerOf(markId);
      store.setDeleted(markId, true);
      onChange(documentId);
    },
    restore(markId) {
      const documentId = ownerOf(markId);
      store.setDeleted(markId, false);
      onChange(documentId);
    },
  };
}

const CHANGED = "The document has changed since it was opened.";

function placeOf({ parts }: Mark): { page: number; start: number } {
  return parts[0] ?? { page: 0, start: 0 };
}
