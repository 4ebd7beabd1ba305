import { oc } from "@orpc/contract";
import { z } from "zod";

/** What the app process says to a parser child: one file at a time, and what stands in it. Paths were checked before they come here. */

export const documentKind = z.enum([
  "pdf",
  "docx",
  "odt",
  "rtf",
  "epub",
  "html",
  "markdown",
  "text",
  "xlsx",
  "csv",
  "pptx",
  "mail",
  "mailbox",
  "image",
]);
export type DocumentKind = z.infer<typeof documentKind>;

/** A part of a page's text: `[start, end)` counts UTF-16 units of `page.text`. Blocks are in reading order and do not overlap. */
export const block = z.strictObject({
  kind: z.enum(["heading", "paragraph", "item", "row", "running"]),
  /** Of a heading: 1 is the highest. Else 0. */
  level: z.number().int().min(0).max(9),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
});
export type Block = z.infer<typeof block>;

/** Why a page has no text that can be used. */
export const pageProblem = z.enum(["no-text", "unmapped-font", "damaged", "too-large"]);
export type PageProblem = z.infer<typeof pageProblem>;

/**
 * A page of a PDF, a sheet, a slide, a chapter, a message: what its format itself divides it into; else the whole document.
 * A "row" holds the cells of a table's row with tabs between them; "running" are page headers, footers and numbers.
 */
export const page = z.strictObject({
  /** From 1. */
  number: z.number().int().min(1),
  /** What the document itself calls it ("iv", "Sheet1", "Chapter 2"); null: nothing. */
  label: z.string().nullable(),
  text: z.string(),
  blocks: z.array(block),
  /** In points, y downwards; 0 where pages are not laid out. */
  width: z.number(),
  height: z.number(),
  /** Where the text stands: six numbers a run: start, end in `text`, then left, top, width, height in points. Empty where it is not laid out. */
  runs: z.array(z.number()),
  problem: pageProblem.nullable(),
  /** How sure the recognition is of a text that was recognised from the picture of the page, 0 to 1, over its words; null: the file itself has the text. */
  confidence: z.number().min(0).max(1).nullable(),
});
export type Page = z.infer<typeof page>;

export const documentFacts = z.strictObject({
  kind: documentKind,
  title: z.string().nullable(),
  author: z.string().nullable(),
  /** ISO 8601 date of writing, as the document says it. */
  date: z.string().nullable(),
  /** null while it is not known (a mailbox, a stream). */
  pages: z.number().int().nullable(),
});
export type DocumentFacts = z.infer<typeof documentFacts>;

export const parseEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("facts"), facts: documentFacts }),
  z.strictObject({ type: z.literal("page"), page }),
  /** Things in it that were not read, in words ("2 attachments of a kind that cannot be read: a.exe, b.zip"). */
  z.strictObject({ type: z.literal("left-out"), what: z.string() }),
  z.strictObject({ type: z.literal("done") }),
]);
export type ParseEvent = z.infer<typeof parseEvent>;

export const parserContract = {
  /** What a file is, to tell whether it was read before. Throws NOT_FOUND. */
  identify: oc
    .input(z.strictObject({ path: z.string() }))
    .output(z.strictObject({ sha256: z.string(), sizeBytes: z.number(), modifiedAt: z.number() })),
  /** Opens a file, in place of the one before. What is wrong with it is said by `next`. */
  begin: oc
    .input(
      z.strictObject({
        path: z.string(),
        /** As the person knows it: its end says what it should be, its bytes say what it is. */
        name: z.string(),
        fromPage: z.number().int().min(1),
        password: z.string().nullable(),
        /** Pages without usable text are recognised from their picture, in these languages ("eng", "deu"); null: not. */
        recognise: z.array(z.string()).nullable(),
        /** The folder of languages for recognising. */
        languagesFolder: z.string(),
      }),
    )
    .output(z.strictObject({})),
  /**
   * The next few pages, `done` at the end. Asked for, not sent: a parser is faster than what is done with its pages. Throws
   * DOCUMENT_UNREADABLE (with the reason), DOCUMENT_LOCKED (a password is needed or wrong), NOT_FOUND.
   */
  next: oc.output(z.array(parseEvent)),
  /** A page of a PDF as a picture (WebP in base64), `widthPx` wide or as large as one may be. Throws as `next` does. */
  draw: oc
    .input(
      z.strictObject({
        path: z.string(),
        name: z.string(),
        password: z.string().nullable(),
        page: z.number().int().min(1),
        widthPx: z.number().int().min(16).max(8_000),
      }),
    )
    .output(z.strictObject({ webp: z.string(), widthPx: z.number().int(), heightPx: z.number().int() })),
};
