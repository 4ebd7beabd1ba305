import { documentsIn, type SearchContext } from "../search-documents.ts";
import type { GivenPassage, GroundCoverage, Source } from "./contract.ts";
import { given, notRead } from "./ground.ts";

/** What has to be read for a question that asks about everything. */
export interface Extent {
  readonly passages: number;
  /** By the embedding model's count. */
  readonly tokens: number;
  readonly coverage: GroundCoverage;
}

/** Where reading has come to: after this passage of this document. */
export interface Cursor {
  readonly documentId: string;
  readonly key: number;
}

export interface NextPassages {
  readonly passages: Omit<GivenPassage, "number">[];
  /** null: these were the last. */
  readonly cursor: Cursor | null;
}

/** How much there is to read. */
export async function extentOf(context: SearchContext, sources: readonly Source[]): Promise<Extent> {
  const records = documentsOf(context, sources);
  const ids = records.map(({ id }) => id);
  const [{ documents, pages, passages, unreadable }, tokens] = await Promise.all([
    context.index.coverage({ ids }),
    context.index.tokens({ ids }),
  ]);
  return {
    passages,
    tokens,
    coverage: {
      ...{ documents, pages, passages, isByMeaning: true },
      unreadablePages: unreadable.length,
      unread: records.flatMap(notRead),
    },
  };
}

/** The passages after a place, in the order of the documents and of their texts, up to `limit`. */
export async function passagesAfter(
  context: SearchContext,
  sources: readonly Source[],
  cursor: Cursor | null,
  limit: number,
): Promise<NextPassages> {
  const records = documentsOf(context, sources);
  const from = cursor === null ? 0 : records.findIndex(({ id }) => id === cursor.documentId);
  const passages: Omit<GivenPassage, "number">[] = [];
  // A document that was taken out meanwhile: on with the one that now stands where it stood cannot be known, so with the first.
  for (let at = Math.max(0, from); at < records.length && passages.length < limit; at += 1) {
    const id = records[at]?.id ?? "";
    const afterKey = cursor?.documentId === id ? cursor.key : 0;
    const stored = await context.index.passagesOf({ id, afterKey, limit: limit - passages.length });
    passages.push(...stored.map((passage) => given(context.store, passage, null)));
  }
  const last = passages.at(-1);
  return { passages, cursor: last === undefined ? null : { documentId: last.documentId, key: last.key } };
}

/** A passage that is attached by itself stands for its document. */
function documentsOf({ store }: SearchContext, sources: readonly Source[]) {
  const collectionIds = sources.flatMap((source) => (source.kind === "collection" ? [source.collectionId] : []));
  const documentIds = sources.flatMap((source) => (source.kind === "collection" ? [] : [source.documentId]));
  return documentsIn(store, { collectionIds, documentIds });
}
