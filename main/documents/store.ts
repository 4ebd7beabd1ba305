import type { DocumentFacts } from "#main/parser/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { Collection, Document, DocumentState } from "./contract.ts";

/** A document with what is known of its file. */
export interface DocumentRecord extends Document {
  readonly modifiedAt: number;
  /** Of the file that was read; null: it was not read yet. */
  readonly sha256: string | null;
}

export interface NewDocument {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly folder: string | null;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

export type DocumentChange = Partial<
  Pick<
    DocumentRecord,
    | ("state" | "problem" | "facts" | "pagesRead" | "pagesUnreadable" | "leftOut" | "readAt")
    | ("sha256" | "sizeBytes" | "modifiedAt")
  >
>;

export interface DocumentsStore {
  collections(): Collection[];
  createCollection(id: string, name: string): void;
  /** False: there is none. */
  renameCollection(id: string, name: string): boolean;
  setCollectionDeleted(id: string, isDeleted: boolean): boolean;
  addFolder(collectionId: string, path: string): void;
  forgetFolder(collectionId: string, path: string): void;
  /** Those of a collection, by name; without what was deleted. */
  documents(collectionId: string): DocumentRecord[];
  /** Also one that was deleted; null: there is none. */
  document(id: string): DocumentRecord | null;
  /** null: the collection has this file already. One that was deleted comes back. */
  addDocument(collectionId: string, document: NewDocument): DocumentRecord | null;
  change(id: string, change: DocumentChange): DocumentRecord | null;
  setDeleted(id: string, isDeleted: boolean): void;
  /** The next one to be read, the smallest first: many are soon there. */
  nextWaiting(collectionId: string): DocumentRecord | null;
  /** For good: what was deleted, with the collections. Ids of the documents that are gone. */
  eraseDeleted(): string[];
}

interface Row {
  id: string;
  collection_id: string;
  path: string;
  name: string;
  folder: string | null;
  size_bytes: number;
  modified_at: number;
  sha256: string | null;
  state: DocumentState;
  problem: string | null;
  facts: string | null;
  pages_read: number;
  pages_unreadable: number;
  left_out: string;
  added_at: number;
  read_at: number | null;
}

const SELECT = `SELECT d.*, c.id AS collection_id FROM documents d JOIN collections c ON c.key = d.collection_key`;
const COLUMN_OF: Record<keyof DocumentChange, string> = {
  state: "state",
  problem: "problem",
  facts: "facts",
  pagesRead: "pages_read",
  pagesUnreadable: "pages_unreadable",
  leftOut: "left_out",
  readAt: "read_at",
  sha256: "sha256",
  sizeBytes: "size_bytes",
  modifiedAt: "modified_at",
};
const IN_JSON: ReadonlySet<string> = new Set(["problem", "facts", "leftOut"]);

export function createDocumentsStore({ db, write }: Pick<Store, "db" | "write">): DocumentsStore {
  const collectionKey = db.prepare<[string], number>("SELECT key FROM collections WHERE id = ?").pluck();
  const folders = db
    .prepare<[string], string>(
      "SELECT path FROM collection_folders WHERE collection_key = (SELECT key FROM collections WHERE id = ?) ORDER BY path",
    )
    .pluck();
  const byId = db.prepare<[string], Row>(`${SELECT} WHERE d.id = ?`);

  const document = (id: string): DocumentRecord | null => {
    const row = byId.get(id);
    return row === undefined ? null : fromRow(row);
  };

  return {
    collections: () =>
      db
        .prepare<[], Omit<Collection, "folders">>(
          `SELECT c.id, c.name, c.created_at AS createdAt, count(d.key) AS documents,
             coalesce(sum(d.pages_read), 0) AS pagesRead, coalesce(sum(d.pages_unreadable), 0) AS pagesUnreadable,
             count(d.key) FILTER (WHERE d.state IN ('waiting', 'reading')) AS waiting,
             count(d.key) FILTER (WHERE d.state = 'unreadable') AS unreadable,
             count(d.key) FILTER (WHERE d.state = 'locked') AS locked
           FROM collections c LEFT JOIN documents d ON d.collection_key = c.key AND d.deleted_at IS NULL
           WHERE c.deleted_at IS NULL GROUP BY c.key ORDER BY c.name COLLATE NOCASE, c.key`,
        )
        .all()
        .map((row) => ({ ...row, folders: folders.all(row.id) })),

    createCollection(id, name) {
      write(() =>
        db.prepare("INSERT INTO collections (id, name, created_at) VALUES (?, ?, ?)").run(id, name, Date.now()),
      );
    },
    renameCollection: (id, name) =>
      write(() => db.prepare("UPDATE collections SET name = ? WHERE id = ?").run(name, id).changes > 0),
    setCollectionDeleted: (id, isDeleted) =>
      write(
        () =>
          db.prepare("UPDATE collections SET deleted_at = ? WHERE id = ?").run(isDeleted ? Date.now() : null, id)
            .changes > 0,
      ),
    addFolder(collectionId, path) {
      write(() =>
        db.prepare("INSERT OR IGNORE INTO collection_folders VALUES (?, ?)").run(collectionKey.get(collectionId), path),
      );
    },
    forgetFolder(collectionId, path) {
      write(() =>
        db
          .prepare("DELETE FROM collection_folders WHERE collection_key = ? AND path = ?")
          .run(collectionKey.get(collectionId), path),
      );
    },

    documents: (collectionId) =>
      db
        .prepare<[string], Row>(
          `${SELECT} WHERE c.id = ? AND d.deleted_at IS NULL ORDER BY d.name COLLATE NOCASE, d.key`,
        )
        .all(collectionId)
        .map(fromRow),
    document,

    addDocument(collectionId, { id, path, name, folder, sizeBytes, modifiedAt }) {
      return write(() => {
        const key = collectionKey.get(collectionId);
        const known = db
          .prepare<[number | undefined, string], { id: string; deleted_at: number | null }>(
            "SELECT id, deleted_at FROM documents WHERE collection_key = ? AND path = ?",
          )
          .get(key, path);
        if (known?.deleted_at === null) return null;
        if (known !== undefined) {
          db.prepare("UPDATE documents SET deleted_at = NULL, state = 'waiting', folder = ? WHERE id = ?").run(
            folder,
            known.id,
          );
          return document(known.id);
        }
        db.prepare(
          `INSERT INTO documents (id, collection_key, path, name, folder, size_bytes, modified_at, state, added_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?)`,
        ).run(id, key, path, name, folder, sizeBytes, modifiedAt, Date.now());
        return document(id);
      });
    },

    change(id, change) {
      const names = Object.keys(change) as (keyof DocumentChange)[];
      const values = names.map((name) => {
        const value = change[name] ?? null;
        return IN_JSON.has(name) && value !== null ? JSON.stringify(value) : value;
      });
      const set = names.map((name) => `${COLUMN_OF[name]} = ?`).join(", ");
      write(() =>
        db.prepare(`UPDATE documents SET ${set} WHERE id = ?`).run(...(values as (string | number | null)[]), id),
      );
      return document(id);
    },

    setDeleted(id, isDeleted) {
      write(() =>
        db.prepare("UPDATE documents SET deleted_at = ? WHERE id = ?").run(isDeleted ? Date.now() : null, id),
      );
    },

    nextWaiting(collectionId) {
      const row = db
        .prepare<[string], Row>(
          `${SELECT} WHERE c.id = ? AND d.deleted_at IS NULL AND d.state IN ('reading', 'waiting')
           ORDER BY d.state, d.size_bytes, d.key LIMIT 1`,
        )
        .get(collectionId);
      return row === undefined ? null : fromRow(row);
    },

    eraseDeleted: () =>
      write(() => {
        const gone = `SELECT d.id FROM documents d JOIN collections c ON c.key = d.collection_key
          WHERE d.deleted_at IS NOT NULL OR c.deleted_at IS NOT NULL`;
        const ids = db.prepare<[], string>(gone).pluck().all();
        db.prepare("DELETE FROM documents WHERE deleted_at IS NOT NULL").run();
        db.prepare("DELETE FROM collections WHERE deleted_at IS NOT NULL").run();
        return ids;
      }),
  };
}

function fromRow(row: Row): DocumentRecord {
  return {
    id: row.id,
    collectionId: row.collection_id,
    name: row.name,
    path: row.path,
    folder: row.folder,
    sizeBytes: row.size_bytes,
    modifiedAt: row.modified_at,
    sha256: row.sha256,
    state: row.state,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as ErrorShape),
    facts: row.facts === null ? null : (JSON.parse(row.facts) as DocumentFacts),
    pagesRead: row.pages_read,
    pagesUnreadable: row.pages_unreadable,
    leftOut: JSON.parse(row.left_out) as string[],
    addedAt: row.added_at,
    readAt: row.read_at,
  };
}
