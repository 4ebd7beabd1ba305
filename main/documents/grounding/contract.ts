import { z } from "zod";
import { documentKind } from "../../parser/contract.ts";
import { errorShape, id } from "../../rpc/shapes.ts";

/** What an answer is written from, as a chat keeps it and an answer shows it. Names are those of the day it was chosen. */
const name = z.string().max(1_000);

const part = z.strictObject({ page: z.number().int(), start: z.number().int(), end: z.number().int() });

export const source = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("collection"), collectionId: id, name }),
  z.strictObject({ kind: z.literal("document"), documentId: id, name }),
  /** Given whole with every question. `sha256`: of the file that it was read from. */
  z.strictObject({
    kind: z.literal("passage"),
    documentId: id,
    sha256: z.string().max(100),
    key: z.number().int(),
    name,
  }),
]);
export type Source = z.infer<typeof source>;

/** A passage as it was given to a model, kept with the answer: it can be read when its document is gone. */
export const givenPassage = z.strictObject({
  /** As the answer cites it, from 1. */
  number: z.number().int(),
  key: z.number().int(),
  documentId: id,
  documentName: z.string(),
  documentKind: documentKind.nullable(),
  sha256: z.string(),
  parts: z.array(part),
  section: z.string(),
  text: z.string(),
  /** Cosine with the question; null: found by words alone, or attached by itself. */
  similarity: z.number().nullable(),
});
export type GivenPassage = z.infer<typeof givenPassage>;

/** What was searched for an answer, and what could not be. */
/** The models that found passages and put them in their order. */
export const finders = z.strictObject({
  /** That found them by their meaning; null: they were found by words alone. */
  meaning: z.string().nullable(),
  /** null: they stand in the usual order. With a problem they do so because the model could not rank them. */
  order: z.strictObject({ by: z.string(), problem: errorShape.nullable() }).nullable(),
});
export type Finders = z.infer<typeof finders>;

/** What was read of one document's pages. */
export const pageMap = z.strictObject({
  documentId: id,
  name: z.string(),
  /** All of them. */
  pages: z.number().int(),
  /** So many from the first on. */
  read: z.number().int(),
  /** Among those read: pages without text that can be used, from the first to the last of each stretch. */
  unreadable: z.array(z.tuple([z.number().int(), z.number().int()])),
});
export type PageMap = z.infer<typeof pageMap>;

export const groundCoverage = z.strictObject({
  documents: z.number().int(),
  pages: z.number().int(),
  passages: z.number().int(),
  unreadablePages: z.number().int(),
  /** Documents of which nothing, or not everything, was read, and why. */
  unread: z.array(
    z.strictObject({
      documentId: id,
      name: z.string(),
      state: z.enum(["waiting", "reading", "unreadable", "locked", "away"]),
      problem: errorShape.nullable(),
    }),
  ),
  isByMeaning: z.boolean(),
  /** Not kept with the first answers that there were. */
  finders: finders.optional(),
  /** The documents of which passages were given, page by page; not kept with the first answers either. */
  pageMaps: z.array(pageMap).max(100).optional(),
});
export type GroundCoverage = z.infer<typeof groundCoverage>;

/** How a document stands to what was read of it. */
export const documentNow = z.enum(["same", "changed", "gone"]);
export type DocumentNow = z.infer<typeof documentNow>;
