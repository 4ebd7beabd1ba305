import { z } from "zod";
import { id } from "../../rpc/shapes.ts";
import { givenPassage, groundCoverage, source } from "../../documents/grounding/contract.ts";
import { support } from "../../support/contract.ts";

/** How sure it must be that the passages answer a question before a model is asked. */
export const strictness = z.enum(["strict", "balanced", "always"]);
export type Strictness = z.infer<typeof strictness>;

/** What the answers of a chat are written from; no sources: from what the model knows. */
export const answersFrom = z.strictObject({ sources: z.array(source).max(200), strictness });
export type AnswersFrom = z.infer<typeof answersFrom>;

/** A sentence of an answer, `[start, end)` in UTF-16 code units of its text, with the citations behind it. */
export const checkedSentence = z.strictObject({
  start: z.number().int(),
  end: z.number().int(),
  /** Where its citations stand, for leaving them out. */
  citations: z.array(z.strictObject({ start: z.number().int(), end: z.number().int() })),
  /** Numbers that it names, of those that were given. */
  cited: z.array(z.number().int()),
  /** Numbers of the passages that it was found to rest on; others than cited where those do not carry it. */
  from: z.array(z.number().int()),
  /** null: it states nothing (a question, a heading, "Here is what was found:"). */
  support: support.nullable(),
});
export type CheckedSentence = z.infer<typeof checkedSentence>;

/** How far the reading of everything has come: passage after passage, instead of those that a search finds. */
export const everything = z.strictObject({
  sources: z.array(source).max(200),
  passages: z.number().int(),
  read: z.number().int(),
  /** What the model wrote that no passage says: left out. */
  dropped: z.number().int(),
  /** After the last passage that was read; null: none was. */
  cursor: z.strictObject({ documentId: id, key: z.number().int() }).nullable(),
  isDone: z.boolean(),
});
export type Everything = z.infer<typeof everything>;

/** What an answer was written from, and what was found of each of its sentences. */
export const grounding = z.strictObject({
  passages: z.array(givenPassage),
  coverage: groundCoverage,
  strictness,
  /** How likely the passages answer the question, from 0 to 1. */
  answerable: z.number(),
  /** Nothing was answered: the app found nothing near enough, or the model said so itself. */
  abstained: z.enum(["app", "model"]).nullable(),
  sentences: z.array(checkedSentence),
  /** Of the answer's text; after it, nothing is checked yet. */
  checkedTo: z.number().int(),
  /** Numbers that the answer cited and that no passage had. */
  unknownCitations: z.array(z.number().int()),
  /** The question asks about all there is ("how many", "list every"): passages alone may answer it wrongly. */
  asksForEverything: z.boolean(),
  /** null: it was answered from the passages that a search found. */
  everything: everything.nullable(),
});
export type Grounding = z.infer<typeof grounding>;
