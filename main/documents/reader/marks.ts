import { newId } from "#main/lib/ids.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Page } from "#main/parser/contract.ts";
import type { DocumentRecord } from "../store.ts";
import type { Mark } from "./contract.ts";
import type { MarksStore } from "./marks-store.ts";

/** Highlights and notes in documents. */
export interface Marks {
  /** In the order in which they stand in the document. */
  list(documentId: string): Mark[];
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
}

export function createMarks({ store, documentOf, pageOf }: MarksDeps): Marks {
  // Undo is for the moment.
  store.eraseDeleted();
  const gone = () => new AppError("NOT_FOUND", "This note is gone.", { what: "note" });
  return {
    list(documentId) {
      documentOf(documentId);
      return store
        .marks(documentId)
        .toSorted((a, b) => placeOf(a).page - placeOf(b).page || placeOf(a).start - placeOf(b).start);
    },
    async add({ documentId, sha256, parts, note }) {
      // Of another file the places would be those of other words.
      if (documentOf(documentId).sha256 !== sha256)
        throw new AppError(
          "INVALID_INPUT",
          "Cloister did not accept this. The document has changed since it was opened.",
          {
            problem: "The document has changed since it was opened.",
          },
        );
      const texts: string[] = [];
      for (const { page: number, start, end } of parts) {
        const page = await pageOf(documentId, number);
        if (page === null) throw new AppError("NOT_FOUND", `Page ${String(number)} was not read.`, { what: "page" });
        texts.push(page.text.slice(start, end));
      }
      return store.add(newId(), documentId, { sha256, parts, text: texts.join(" ").trim(), note });
    },
    setNote(markId, note) {
      if (!store.setNote(markId, note)) throw gone();
    },
    remove(markId) {
      if (!store.setDeleted(markId, true)) throw gone();
    },
    restore(markId) {
      if (!store.setDeleted(markId, false)) throw gone();
    },
  };
}

function placeOf({ parts }: Mark): { page: number; start: number } {
  return parts[0] ?? { page: 0, start: 0 };
}
