import { oc } from "@orpc/contract";
import { z } from "zod";
import { documentFacts, pageProblem } from "../../parser/contract.ts";
import { id } from "../../rpc/shapes.ts";

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

const ofDocument = { documentId: id };

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
   * A page as a picture, WebP in base64; aborting takes it back. NOT_FOUND, DOCUMENT_UNREADABLE,
   * DOCUMENT_LOCKED, CANCELLED.
   */
  picture: oc
    .input(
      z.strictObject({ ...ofDocument, page: z.number().int().min(1), widthPx: z.number().int().min(16).max(4_096) }),
    )
    .output(z.strictObject({ webp: z.string(), widthPx: z.number().int(), heightPx: z.number().int() })),
};
