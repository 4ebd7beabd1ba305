import type { Store } from "#main/store/open.ts";
import type { Mark } from "./contract.ts";

/** As it was made. */
export type MadeMark = Omit<Mark, "isMoved">;
export type NewMark = Omit<MadeMark, "id" | "createdAt">;

export interface MarksStore {
  /** Of a document, the oldest first; without those that were deleted. */
  marks(documentId: string): MadeMark[];
  add(id: string, documentId: string, mark: NewMark): MadeMark;
  /** The document of a mark, also of a deleted one; null: there is none. */
  documentOf(id: string): string | null;
  setNote(id: string, note: string): void;
  setDeleted(id: string, isDeleted: boolean): void;
  /** For good. */
  eraseDeleted(): void;
}

interface Row {
  id: string;
  sha256: string;
  parts: string;
  text: string;
  note: string;
  createdAt: number;
}

export function createMarksStore({ db, write }: Pick<Store, "db" | "write">): MarksStore {
  return {
    marks: (documentId) =>
      db
        .prepare<[string], Row>(
          `SELECT id, sha256, parts, text, note, created_at AS createdAt FROM document_marks
           WHERE document_key = (SELECT key FROM documents WHERE id = ?) AND deleted_at IS NULL ORDER BY key`,
        )
        .all(documentId)
        .map((row) => ({ ...row, parts: JSON.parse(row.parts) as Mark["parts"] })),
    add(id, documentId, mark) {
      const createdAt = Date.now();
      write(() =>
        db
          .prepare(
            `INSERT INTO document_marks (id, document_key, sha256, parts, text, note, created_at)
             VALUES (?, (SELECT key FROM documents WHERE id = ?), ?, ?, ?, ?, ?)`,
          )
          .run(id, documentId, mark.sha256, JSON.stringify(mark.parts), mark.text, mark.note, createdAt),
      );
      return { ...mark, id, createdAt };
    },
    documentOf: (id) =>
      db
        .prepare<[string], { id: string }>(
          "SELECT id FROM documents WHERE key = (SELECT document_key FROM document_marks WHERE id = ?)",
        )
        .get(id)?.id ?? null,
    setNote(id, note) {
      write(() => db.prepare("UPDATE document_marks SET note = ? WHERE id = ?").run(note, id));
    },
    setDeleted(id, isDeleted) {
      const at = isDeleted ? Date.now() : null;
      write(() => db.prepare("UPDATE document_marks SET deleted_at = ? WHERE id = ?").run(at, id));
    },
    eraseDeleted() {
      write(() => db.prepare("DELETE FROM document_marks WHERE deleted_at IS NOT NULL").run());
    },
  };
}
