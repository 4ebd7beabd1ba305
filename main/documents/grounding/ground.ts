import { answerable } from "#main/support/answerable.ts";
import { telling } from "#main/support/tokens.ts";
import type { StoredPassage } from "../index/reading.ts";
import { searchDocuments, type SearchContext } from "../search-documents.ts";
import type { DocumentRecord, DocumentsStore } from "../store.ts";
import type { DocumentNow, GivenPassage, GroundCoverage, PageMap, Source } from "./contract.ts";
import { stretchesOf } from "./stretches.ts";

export interface GroundRequest {
  readonly question: string;
  /** The question before it in the same conversation; null: it is the first. */
  readonly before: string | null;
  readonly sources: readonly Source[];
  /** Passages that are looked for; those that are attached by themselves come on top. */
  readonly limit: number;
}

/** What a question can be answered from. */
export interface Ground {
  /** The best first, after those that are attached by themselves. */
  readonly passages: Omit<GivenPassage, "number">[];
  readonly coverage: GroundCoverage;
  /** How likely the answer stands in the passages, from 0 to 1; see answerable.ts. 1 where passages were attached by hand. */
  readonly answerable: number;
}

/** A question of fewer telling words rests on the one before it ("And for how long?"). */
const STANDS_ALONE = 3;

/** Finds the passages for a question in what a chat answers from. Throws what the index says, and CANCELLED. */
export async function ground(context: SearchContext, request: GroundRequest, signal: AbortSignal): Promise<Ground> {
  const { question, before, sources, limit } = request;
  const attached = await attachedPassages(context, sources);
  const collectionIds = sources.flatMap((source) => (source.kind === "collection" ? [source.collectionId] : []));
  const documentIds = sources.flatMap((source) => {
    if (source.kind === "document") return [source.documentId];
    // A passage that is gone, because its document was read anew: it is looked for where it was.
    if (source.kind === "passage" && !attached.some(({ key }) => key === source.key)) return [source.documentId];
    return [];
  });
  const asked = before !== null && telling(question).length < STANDS_ALONE ? `${before} ${question}` : question;
  const found = await searchDocuments(context, { question: asked, collectionIds, documentIds, limit }, signal);
  const own = new Set(attached.map(({ key }) => key));
  const searched = found.passages.filter(({ key }) => !own.has(key));
  const { documents, pages, passages, unreadable, unread, isByMeaning, finders } = found.coverage;
  const documentsGiven = new Set([...attached, ...searched].map(({ documentId }) => documentId));
  return {
    passages: [
      ...attached.map((passage) => given(context.store, passage, null)),
      ...searched.map((passage) => given(context.store, passage, passage.similarity)),
    ],
    coverage: {
      ...{ documents, pages, passages, isByMeaning, finders },
      unreadablePages: unreadable.length,
      pageMaps: [...documentsGiven].flatMap((documentId) => pageMapOf(context.store.document(documentId), unreadable)),
      unread: unread.flatMap(({ documentId }) => notRead(context.store.document(documentId))),
    },
    answerable: attached.length > 0 ? 1 : answerable(asked, searched),
  };
}

async function attachedPassages({ index }: SearchContext, sources: readonly Source[]): Promise<StoredPassage[]> {
  const wanted = new Map(sources.flatMap((source) => (source.kind === "passage" ? [[source.key, source]] : [])));
  if (wanted.size === 0) return [];
  const stored = await index.passages({ keys: [...wanted.keys()] });
  // Keys are given anew when a document is read anew.
  return stored.filter(({ key, documentId, sha256 }) => {
    const source = wanted.get(key);
    return source?.documentId === documentId && source.sha256 === sha256;
  });
}

/** A passage with the names that its reader knows it by. */
export function given(
  store: DocumentsStore,
  { key, documentId, sha256, parts, section, text }: StoredPassage,
  similarity: number | null,
): Omit<GivenPassage, "number"> {
  const record = store.document(documentId);
  return {
    ...{ key, documentId, sha256, section, text, similarity },
    parts: [...parts],
    documentName: record?.name ?? "",
    documentKind: record?.facts?.kind ?? null,
  };
}

/** A document of which nothing, or not everything, was read. */
export function notRead(record: DocumentRecord | null): GroundCoverage["unread"] {
  if (record === null || record.state === "read") return [];
  const { id, name, state, problem } = record;
  return [{ documentId: id, name, state, problem }];
}

function pageMapOf(
  record: DocumentRecord | null,
  unreadable: readonly { documentId: string; page: number }[],
): PageMap[] {
  if (record === null) return [];
  const { id, name, facts, pagesRead } = record;
  const own = unreadable.flatMap(({ documentId, page }) => (documentId === id ? [page] : []));
  const pages = Math.max(facts?.pages ?? 0, pagesRead);
  return [{ documentId: id, name, pages, read: pagesRead, unreadable: stretchesOf(own) }];
}

/** How each document stands to what was read of it: "gone" also for one that was taken out of its collection. */
export function documentsNow(
  store: DocumentsStore,
  read: readonly { documentId: string; sha256: string }[],
): DocumentNow[] {
  const listed = new Set(store.collections().flatMap(({ id }) => store.documents(id).map((record) => record.id)));
  return read.map(({ documentId, sha256 }) => {
    const record = store.document(documentId);
    if (record === null || !listed.has(documentId)) return "gone";
    // While it is read anew nothing is known yet.
    return record.sha256 === null || record.sha256 === sha256 ? "same" : "changed";
  });
}
