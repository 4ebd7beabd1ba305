import type { Log } from "#main/lib/log.ts";
import { isAppError } from "#main/rpc/errors.ts";
import type { DocumentEngines } from "./engines.ts";
import type { SearchFilters, SearchResult } from "./contract.ts";
import type { Embedder } from "./embedding/embedder.ts";
import type { DocumentIndex } from "./index/open-index.ts";
import type { Coverage } from "./index/reading.ts";
import type { Found } from "./index/searching.ts";
import { rerank, RERANKED } from "./search/rerank.ts";
import { termsOf } from "./search/words.ts";
import type { DocumentRecord, DocumentsStore } from "./store.ts";

export interface SearchRequest {
  readonly question: string;
  /** Searched are the documents of these collections and these documents; both null: all of them. */
  readonly collectionIds: readonly string[] | null;
  readonly documentIds: readonly string[] | null;
  readonly filters?: SearchFilters | undefined;
  readonly wordsOnly?: boolean | undefined;
  readonly limit: number;
}

export interface SearchContext {
  readonly store: DocumentsStore;
  readonly index: DocumentIndex;
  openEmbedder(signal: AbortSignal): Promise<Embedder | null>;
  readonly engines: DocumentEngines;
  /** The model that puts the first passages in their order; null: none does. */
  rerankerId(): string | null;
  readonly log: Log;
}

/** The best passages, with what was searched for them and what could not be. */
export async function searchDocuments(
  context: SearchContext,
  request: SearchRequest,
  signal: AbortSignal,
): Promise<SearchResult> {
  const { index } = context;
  const { question, limit, wordsOnly = false } = request;
  const section = request.filters?.section ?? "";
  const records = documentsIn(context.store, request);
  const ids = records.map(({ id }) => id);
  const embedded = wordsOnly ? null : await embedQuestion(context, question, signal);
  const vector = embedded && { model: embedded.model.model, values: embedded.vector };
  const rerankerId = context.rerankerId();
  const most = rerankerId === null ? limit : Math.max(limit, RERANKED);
  const found = await index.search({ question, vector, documents: ids, section, limit: most });
  const reranked =
    rerankerId === null || found.length === 0
      ? null
      : await rerank({ ...context, modelId: rerankerId, question, passages: found, signal });
  const passages = (reranked?.passages ?? found).slice(0, limit);
  const { documents, pages, passages: count, unreadable } = await index.coverage({ ids, section });
  return {
    passages: passages.map(({ parts, copies, ...passage }) => ({
      ...passage,
      parts: [...parts],
      copies: copies.map((copy) => ({ ...copy, parts: [...copy.parts] })),
    })),
    documents: named(records, passages, unreadable),
    terms: termsOf(question),
    coverage: {
      ...{ documents, pages, passages: count, unreadable: [...unreadable] },
      unread: records.filter(({ state }) => state !== "read").map(({ id, state }) => ({ documentId: id, state })),
      finders: {
        meaning: embedded?.name ?? null,
        order: reranked === null ? null : { by: reranked.by, problem: reranked.problem },
      },
      isByMeaning: embedded !== null && (await isWhole(index, embedded.model)),
    },
  };
}

/** The documents that a result speaks of, as it shows them. */
function named(
  records: readonly DocumentRecord[],
  passages: readonly Found[],
  unreadable: Coverage["unreadable"],
): SearchResult["documents"] {
  const spoken = new Set([
    ...passages.flatMap(({ documentId, copies }) => [documentId, ...copies.map((copy) => copy.documentId)]),
    ...unreadable.map(({ documentId }) => documentId),
  ]);
  return records
    .filter(({ id, state }) => state !== "read" || spoken.has(id))
    .map(({ id, collectionId, name, facts, state }) => ({ id, collectionId, name, kind: facts?.kind ?? null, state }));
}

/** Those of some collections and some by themselves, in their order; both null: all. */
export function documentsIn(
  store: DocumentsStore,
  request: Pick<SearchRequest, "collectionIds" | "documentIds" | "filters">,
): DocumentRecord[] {
  const { collectionIds, documentIds, filters } = request;
  const isAll = collectionIds === null && documentIds === null;
  const collections = new Set(collectionIds);
  const wanted = new Set(documentIds);
  return store
    .collections()
    .flatMap(({ id }) => store.documents(id))
    .filter((record) => isAll || collections.has(record.collectionId) || wanted.has(record.id))
    .filter((record) => filters === undefined || passes(record, filters));
}

/** What was not read yet passes: whether it would is not known, and it is named among what was not searched. */
function passes({ facts, modifiedAt }: DocumentRecord, { kinds, from, to }: SearchFilters): boolean {
  if (kinds !== null && facts !== null && !kinds.includes(facts.kind)) return false;
  const written = facts?.date?.slice(0, 10) ?? dayOf(modifiedAt);
  return (from === null || written >= from) && (to === null || written <= to);
}

/** "2026-06-04", by the clock of this computer. */
function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

async function embedQuestion({ openEmbedder, log }: SearchContext, question: string, signal: AbortSignal) {
  try {
    using embedder = await openEmbedder(signal);
    return embedder === null
      ? null
      : { model: embedder.model, name: embedder.name, vector: await embedder.question(question) };
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
