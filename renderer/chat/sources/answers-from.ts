import type { ReactNode } from "react";
import type { AnswersFrom } from "#main/chat/grounding/contract.ts";
import type { Model } from "#main/models/contract.ts";
import type { GivenPassage, Source } from "#main/documents/grounding/contract.ts";

export const NO_SOURCES: AnswersFrom = { sources: [], strictness: "balanced" };

/** What the chat room needs to know and show of documents; the two rooms meet in the app, not in one another. */
export interface ChatDocuments {
  /** The dialog in which sources are chosen. */
  readonly chooser: (
    sources: readonly Source[],
    onChoose: (sources: Source[]) => void,
    onClose: () => void,
  ) => ReactNode;
  /** What the next new chat answers from, chosen elsewhere. */
  readonly wanted: AnswersFrom | null;
  /** Shows one of these passages on its page, beside the sentence that is held against them. */
  readonly openPassage: (passages: readonly GivenPassage[], at: number, sentence: string | null) => void;
}

/** Parameters under which a model is said to be too small to be relied on for what documents say. */
const SMALL_PARAMETERS = 2e9;

export function isSmall(model: Pick<Model, "parameters"> | null): boolean {
  return (model?.parameters ?? Infinity) < SMALL_PARAMETERS;
}

/** For telling sources apart. */
export function sourceKey(source: Source): string {
  if (source.kind === "collection") return source.collectionId;
  return source.kind === "document" ? source.documentId : `${source.documentId}-${String(source.key)}`;
}
