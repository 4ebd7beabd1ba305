import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { documentFacts, pageProblem } from "../../parser/contract.ts";
import { id, timestamp } from "../../rpc/shapes.ts";

/** Reading one document, page by page, as a person does. What stands on a page comes from `documents.page`. */

export const readerPage = z.strictObject({
  number: z.number().int(),
  label: z.string().nullable(),
  /** In points; 0 where pages are not laid out. */
  width: z.number(),
  height: z.number(),
  letters: z.number().int(),
  problem: pageProblem.nullable(),
});
export type ReaderPage = z.infer<typeof readerPage>;

const place = { page: z.number().int(), start: z.number().int(), end: z.number().int() };
export const readerMatch = z.strictObject(place);
export type ReaderMatch = z.infer<typeof readerMatch>;
export const readerHeading = z.strictObject({ ...place, level: z.number().int(), text: z.string() });
export type ReaderHeading = z.infer<typeof readerHeading>;

const noteText = z.string().max(20_000);
/** A highlight, a note, or both. */
export const mark = z.strictObject({
  id,
  /** Of the file that the parts are of: the one that is read now, or an earlier one in which alone the words stand. */
  sha256: z.string(),
  /** Made in an earlier file; its words stand exactly once in this one, and the parts are theirs. */
  isMoved: z.boolean(),
  /** Never none; one without letters is a note on the page itself. */
  parts: z.array(z.strictObject(place)),
  /** The words there when it was made. */
  text: z.string(),
  note: z.string(),
  createdAt: timestamp,
});
export type Mark = z.infer<typeof mark>;

/** A document that is open as it stands now. */
export const readerNow = z.strictObject({
  /** null: it has not been read. */
  sha256: z.string().nullable(),
  /** To its end. */
  isRead: z.boolean(),
  marks: z.array(mark),
});
export type ReaderNow = z.infer<typeof readerNow>;

const ofDocument = { documentId: id };
const ofMark = { markId: id };
const empty = z.strictObject({});

export const readerContract = {
  /** Its pages that were read. `canDraw`: they can be had as pictures. `sha256`: of the file as it was read. NOT_FOUND. */
  open: oc.input(z.strictObject(ofDocument)).output(
    z.strictObject({
      documentId: id,
      collectionId: id,
      name: z.string(),
      facts: documentFacts.nullable(),
      pages: z.array(readerPage),
      canDraw: z.boolean(),
      sha256: z.string().nullable(),
    }),
  ),
  /** Headings, in order. */
  outline: oc.input(z.strictObject(ofDocument)).output(z.array(readerHeading)),
  /** Where words stand, whatever their capitals; the first 500 places. */
  find: oc
    .input(z.strictObject({ ...ofDocument, words: z.string().trim().min(1).max(500) }))
    .output(z.array(readerMatch)),
  /**
   * A page as a picture, WebP in base64; aborting takes it back. NOT_FOUND, CONFLICT when the file is no longer the one that was read,
   * DOCUMENT_UNREADABLE, DOCUMENT_LOCKED, CANCELLED.
   */
  picture: oc
    .input(
      z.strictObject({ ...ofDocument, page: z.number().int().min(1), widthPx: z.number().int().min(16).max(4_096) }),
    )
    .output(z.strictObject({ webp: z.string(), widthPx: z.number().int(), heightPx: z.number().int() })),
  /** Which file was read, and its marks in the order in which they stand in the document: now, and after every change. NOT_FOUND. */
  watch: oc.input(z.strictObject(ofDocument)).output(eventIterator(readerNow)),
  /** NOT_FOUND; INVALID_INPUT when the document is no longer the one that `sha256` is of. */
  addMark: oc
    .input(
      z.strictObject({
        ...ofDocument,
        sha256: z.string().max(100),
        parts: z
          .array(z.strictObject(place).check(z.refine(({ start, end }) => 0 <= start && start <= end)))
          .min(1)
          .max(50),
        note: noteText,
      }),
    )
    .output(mark),
  changeNote: oc.input(z.strictObject({ ...ofMark, note: noteText })).output(empty),
  /** Can be restored until Cloister is closed. */
  removeMark: oc.input(z.strictObject(ofMark)).output(empty),
  restoreMark: oc.input(z.strictObject(ofMark)).output(empty),
};
