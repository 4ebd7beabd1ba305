import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { documentFacts, documentKind, page, pageProblem } from "../parser/contract.ts";
import { errorShape, id, timestamp } from "../rpc/shapes.ts";
import { embeddingContract } from "./embedding/contract.ts";
import { documentNow, finders } from "./grounding/contract.ts";
import { readerContract } from "./reader/contract.ts";

export type { Block, DocumentFacts, DocumentKind, Page, PageProblem } from "../parser/contract.ts";

/** "locked": a password is asked for; "away": its file is not where it was, what was read of it stays. */
export const documentState = z.enum(["waiting", "reading", "read", "unreadable", "locked", "away"]);
export type DocumentState = z.infer<typeof documentState>;

export const document = z.strictObject({
  id,
  collectionId: id,
  name: z.string(),
  path: z.string(),
  /** The watched folder by which it came; null: it was added by itself. */
  folder: z.string().nullable(),
  sizeBytes: z.number(),
  state: documentState,
  /** Why it was not read, or not to its end. */
  problem: errorShape.nullable(),
  facts: documentFacts.nullable(),
  pagesRead: z.number().int(),
  pagesUnreadable: z.number().int(),
  /** Things in it that were not read, in words. */
  leftOut: z.array(z.string()),
  addedAt: timestamp,
  readAt: timestamp.nullable(),
});
export type Document = z.infer<typeof document>;

export const collection = z.strictObject({
  id,
  name: z.string(),
  folders: z.array(z.string()),
  createdAt: timestamp,
  documents: z.number().int(),
  /** Of all its documents; pages of locked and unreadable ones are not known. */
  pagesRead: z.number().int(),
  pagesUnreadable: z.number().int(),
  waiting: z.number().int(),
  unreadable: z.number().int(),
  locked: z.number().int(),
});
export type Collection = z.infer<typeof collection>;

export const documentsEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("snapshot"), documents: z.array(document) }),
  z.strictObject({ type: z.literal("changed"), document }),
  z.strictObject({ type: z.literal("removed"), documentId: id }),
]);
export type DocumentsEvent = z.infer<typeof documentsEvent>;

const part = z.strictObject({ page: z.number().int(), start: z.number().int(), end: z.number().int() });

export const passage = z.strictObject({
  key: z.number().int(),
  documentId: id,
  /** Of the file that it was read from. */
  sha256: z.string(),
  parts: z.array(part),
  section: z.string(),
  text: z.string(),
  tokens: z.number().int(),
});
export type Passage = z.infer<typeof passage>;

export const searchResult = z.strictObject({
  passages: z.array(
    passage.extend({
      /** 0 to 1; comparable within one search alone. */
      score: z.number(),
      /** Cosine with the question; null: found by words alone. */
      similarity: z.number().nullable(),
      /** Where nearly the same stands too. */
      copies: z.array(passage),
    }),
  ),
  /** Those that the passages, their copies and the coverage speak of. */
  documents: z.array(
    z.strictObject({
      id,
      collectionId: id,
      name: z.string(),
      kind: documentKind.nullable(),
      state: documentState,
    }),
  ),
  /** Words to show in the passages. */
  terms: z.array(z.string()),
  /** What was searched, and what could not be. */
  coverage: z.strictObject({
    documents: z.number().int(),
    pages: z.number().int(),
    passages: z.number().int(),
    unreadable: z.array(z.strictObject({ documentId: id, page: z.number().int(), problem: pageProblem })),
    /** Documents of which nothing, or not everything, was read. */
    unread: z.array(z.strictObject({ documentId: id, state: documentState })),
    finders,
    /** Some passages are found by their words alone: their vectors are being made. */
    isByMeaning: z.boolean(),
  }),
});
export type SearchResult = z.infer<typeof searchResult>;

/** A day of the calendar. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const searchFilters = z.strictObject({
  kinds: z.array(documentKind).max(20).nullable(),
  /** Of the day that a document says it was written on; where it says none, of its file's last change. Both days count. */
  from: day.nullable(),
  to: day.nullable(),
  /** Words of the headings above a passage; "": any. */
  section: z.string().trim().max(200),
});
export type SearchFilters = z.infer<typeof searchFilters>;

const inCollection = z.strictObject({ collectionId: id });
const ofDocument = z.strictObject({ documentId: id });
const empty = z.strictObject({});
const name = z.string().trim().min(1).max(200);

export const documentsContract = {
  reader: readerContract,
  embedding: embeddingContract,
  /** All of them again after every change. */
  watchCollections: oc.output(eventIterator(z.array(collection))),
  createCollection: oc.input(z.strictObject({ name })).output(inCollection),
  renameCollection: oc.input(z.strictObject({ collectionId: id, name })).output(empty),
  /** With all that was read; its files stay. Can be restored until Cloister is closed. */
  removeCollection: oc.input(inCollection).output(empty),
  restoreCollection: oc.input(inCollection).output(empty),
  watch: oc.input(inCollection).output(eventIterator(documentsEvent)),
  /**
   * Files and folders of this computer; folders are watched. What is there already is not added again. NOT_FOUND, FOLDER_GONE for a path
   * that is not there.
   */
  add: oc
    .input(z.strictObject({ collectionId: id, paths: z.array(z.string().min(1).max(4_096)).min(1).max(1_000) }))
    .output(z.strictObject({ added: z.number().int(), known: z.number().int() })),
  /** Looks at the files again, and reads what waits: after a job was cancelled, or a drive was plugged in. */
  look: oc.input(inCollection).output(empty),
  forgetFolder: oc.input(z.strictObject({ collectionId: id, path: z.string() })).output(empty),
  remove: oc.input(ofDocument).output(empty),
  restore: oc.input(ofDocument).output(empty),
  /** Again from the beginning; with the password of a locked one, which is kept in memory alone. */
  readAgain: oc.input(z.strictObject({ documentId: id, password: z.string().max(1_000).nullable() })).output(empty),
  search: oc
    .input(
      z.strictObject({
        question: z.string().trim().min(1).max(4_000),
        /** Searched are the documents of these collections and these documents; both null: all of them. */
        collectionIds: z.array(id).max(1_000).nullable(),
        documentIds: z.array(id).max(10_000).nullable(),
        filters: searchFilters.optional(),
        /** Not by meaning as well. */
        wordsOnly: z.boolean().optional(),
        limit: z.number().int().min(1).max(100),
      }),
    )
    .output(searchResult),
  /** How the documents of some passages stand to what was read of them, in their order: one may have changed since an answer cited it. */
  now: oc
    .input(
      z.strictObject({ read: z.array(z.strictObject({ documentId: id, sha256: z.string().max(100) })).max(1_000) }),
    )
    .output(z.array(documentNow)),
  /** NOT_FOUND for a page that was not read. */
  page: oc.input(z.strictObject({ documentId: id, number: z.number().int().min(1) })).output(page),
};
