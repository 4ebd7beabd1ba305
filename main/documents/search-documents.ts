import type { Log } from "#main/lib/log.ts";
import { isAppError } from "#main/rpc/errors.ts";
import type { SearchResult } from "./contract.ts";
import type { Embedder } from "./embedder.ts";
import type { DocumentIndex } from "./index/open-index.ts";
import { termsOf } from "./search/words.ts";
import type { DocumentRecord, DocumentsStore } from "./store.ts";

export interface SearchRequest {
  readonly question: string;
  /** null: all of them. */
  readonly collectionIds: readonly string[] | null;
  readonly documentIds: readonly string[] | null;
  readonly limit: number;
}

export interface SearchContext {
  readonly store: DocumentsStore;
  readonly index: DocumentIndex;
  openEmbedder(signal: AbortSignal): Promise<Embedder | null>;
  readonly log: Log;
}

/** The best passages, with what was searched for them and what could not be. */
export async function searchDocuments(
  context: SearchContext,
  request: SearchRequest,
  signal: AbortSignal,
): Promise<SearchResult> {
  const { index } = context;
  const { question, limit } = request;
  const records = chosen(context.store, request);
  const ids = records.map(({ id }) => id);
  const embedded = await embedQuestion(context, question, signal);
  const vector = embedded && { model: embedded.model.model, values: embedded.vector };
  const passages = await index.search({ question, vector, documents: ids, limit });
  const { documents, pages, passages: count, unreadable } = await index.coverage({ ids });
  return {
    passages: passages.map(({ parts, copies, ...passage }) => ({
      ...passage,
      parts: [...parts],
      copies: copies.map((copy) => ({ ...copy, parts: [...copy.parts] })),
    })),
    terms: termsOf(question),
    coverage: {
      ...{ documents, pages, passages: count, unreadable: [...unreadable] },
      unread: records.filter(({ state }) => state !== "read").map(({ id, state }) => ({ documentId: id, state })),
      isByMeaning: embedded !== null && (await isWhole(index, embedded.model)),
    },
  };
}

function chosen(store: DocumentsStore, { collectionIds, documentIds }: SearchRequest): DocumentRecord[] {
  const collections = store.collections().filter(({ id }) => collectionIds?.includes(id) ?? true);
  const records = collections.flatMap(({ id }) => store.documents(id));
  if (documentIds === null) return records;
  const wanted = new Set(documentIds);
  return records.filter(({ id }) => wanted.has(id));
}

async function embedQuestion({ openEmbedder, log }: SearchContext, question: string, signal: AbortSignal) {
  try {
    using embedder = await openEmbedder(signal);
    return embedder === null ? null : { model: embedder.model, vector: await embedder.question(question) };
  } catch (error) {
    signal.throwIfAborted();
    // Words find something too; that meaning was not looked for is said with the result.
    if (!isAppError(error)) log.error({ err: error }, "A question could not be embedded");
    return null;
  }
}

async function isWhole(index: DocumentIndex, model: Embedder["model"]): Promise<boolean> {
  const { passages, embedded } = await index.counts(model);
  return embedded >= passages;
}
