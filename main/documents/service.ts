import { createChannel } from "#main/lib/channel.ts";
import { newId } from "#main/lib/ids.ts";
import type { Log } from "#main/lib/log.ts";
import type { JobsService } from "#main/jobs/service.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { ParserClient } from "#main/parser/client.ts";
import type { Page } from "#main/parser/contract.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { DocumentEngines } from "./engines.ts";
import type { Collection, Document, DocumentsEvent, SearchResult } from "./contract.ts";
import { languagesIn } from "./languages.ts";
import { createEmbedding, type Embedding, type EmbeddingModels } from "./embedding/service.ts";
import type { DocumentNow, Source } from "./grounding/contract.ts";
import { type Cursor, type Extent, extentOf, type NextPassages, passagesAfter } from "./grounding/everything.ts";
import { documentsNow, ground, type Ground, type GroundRequest } from "./grounding/ground.ts";
import { fileAt, filesIn, type FoundFile } from "./find-files.ts";
import { type DocumentIndex, openIndex } from "./index/open-index.ts";
import { createReader, type Reader } from "./reader/reader.ts";
import { createReading } from "./reading.ts";
import { searchDocuments, type SearchRequest } from "./search-documents.ts";
import { createDocumentsStore, type DocumentRecord } from "./store.ts";
import { followFolders } from "./follow-folders.ts";

/** Documents in collections: what is read of them, and what is found in them. */
export interface DocumentsService {
  /** After the jobs have begun. */
  begin(): Promise<void>;
  watchCollections(signal?: AbortSignal): AsyncGenerator<Collection[], void>;
  createCollection(name: string): { collectionId: string };
  renameCollection(collectionId: string, name: string): void;
  removeCollection(collectionId: string): void;
  restoreCollection(collectionId: string): void;
  watch(collectionId: string, signal?: AbortSignal): AsyncGenerator<DocumentsEvent, void>;
  add(collectionId: string, paths: readonly string[]): Promise<{ added: number; known: number }>;
  look(collectionId: string): void;
  forgetFolder(collectionId: string, path: string): void;
  remove(documentId: string): void;
  restore(documentId: string): void;
  readAgain(documentId: string, password: string | null): Promise<void>;
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult>;
  page(documentId: string, number: number): Promise<Page>;
  readonly reader: Omit<Reader, keyof Disposable | "noteChanged">;
  readonly embedding: Pick<Embedding, "state" | "choose">;
  /** The passages for a question, with what was searched. */
  ground(request: GroundRequest, signal: AbortSignal): Promise<Ground>;
  /** All there is to read of some sources, and its passages one after the other. */
  extent(sources: readonly Source[]): Promise<Extent>;
  passagesAfter(sources: readonly Source[], cursor: Cursor | null, limit: number): Promise<NextPassages>;
  /** How the documents of some passages stand to what was read of them, in their order. */
  now(read: readonly { documentId: string; sha256: string }[]): DocumentNow[];
  dispose(): Promise<void>;
}

export interface DocumentsOptions {
  readonly store: Pick<Store, "db" | "write">;
  readonly jobs: Jobs & Pick<JobsService, "list">;
  readonly engines: DocumentEngines;
  readonly embeddingModels: EmbeddingModels;
  /** The model that ranks passages; null: none was chosen, or it is gone. */
  readonly rerankerId: () => string | null;
  readonly openParser: () => ParserClient;
  readonly indexPath: string;
  readonly languagesFolder: string;
  readonly log: Log;
}

export function createDocuments(options: DocumentsOptions): DocumentsService {
  const { jobs, engines, embeddingModels, openParser, languagesFolder, log } = options;
  const store = createDocumentsStore(options.store);
  const index: DocumentIndex = openIndex(options.indexPath, null);
  const collections = createChannel<Collection[]>();
  const documents = createChannel<{ collectionId: string; event: DocumentsEvent }>();

  const closing = new AbortController();

  const showCollections = (): void => collections.publish(store.collections());
  function show(record: DocumentRecord): void {
    documents.publish({ collectionId: record.collectionId, event: { type: "changed", document: shown(record) } });
    reader.noteChanged(record.id);
    showCollections();
  }

  const embedding = createEmbedding({ jobs, engines, index, models: embeddingModels });
  const searching = { store, index, engines, openEmbedder: embedding.openServing, rerankerId: options.rerankerId, log };
  const reading = createReading(jobs, {
    ...{ store, index, languagesFolder, openParser, changed: show },
    ...{ openEmbedder: embedding.openServing, embedded: embedding.complete },
    recognise: () => languagesIn(languagesFolder),
  });
  const reader = createReader({
    ...{ store: options.store, index, openParser, documentOf },
    passwordOf: reading.passwordOf,
  });
  const folders = followFolders({
    ...{ store, log, onFound: addFiles, onWaiting: reading.start },
    onChange(documentId, change) {
      const record = store.change(documentId, change);
      if (record !== null) show(record);
    },
  });

  function collectionOf(collectionId: string): Collection {
    const collection = store.collections().find(({ id }) => id === collectionId);
    if (collection === undefined) throw new AppError("NOT_FOUND", "This collection is gone.", { what: "collection" });
    return collection;
  }

  function startIfWaiting(collectionId: string): void {
    if (store.nextWaiting(collectionId) !== null) reading.start(collectionOf(collectionId));
  }

  /** Vectors that an earlier job did not come to make; one that reads makes them itself. */
  async function startForVectors(): Promise<void> {
    if (!reading.isUnderWay()) await embedding.complete(closing.signal);
  }
  const noteFailed = (error: unknown) => {
    if (!closing.signal.aborted) log.error({ err: error }, "Missing vectors could not be looked for");
  };

  function documentOf(documentId: string): DocumentRecord {
    const record = store.document(documentId);
    if (record === null) throw new AppError("NOT_FOUND", "This document is gone.", { what: "document" });
    return record;
  }

  function addFiles(collectionId: string, folder: string | null, files: readonly FoundFile[]) {
    let added = 0;
    for (const file of files) {
      const record = store.addDocument(collectionId, { ...file, id: newId(), folder });
      if (record === null) continue;
      added += 1;
      show(record);
    }
    if (added > 0) reading.start(collectionOf(collectionId));
    return { added, known: files.length - added };
  }

  return {
    async begin() {
      const erased = store.eraseDeleted();
      // Whoever keeps no documents needs no thread for them.
      if (store.collections().length === 0 && erased.length === 0) return;
      await index.remove({ ids: erased });
      const known = new Map((await index.documents({})).map((document) => [document.id, document]));
      for (const collection of store.collections()) {
        for (const record of store.documents(collection.id)) {
          // The index was lost: what was read has to be read again.
          if (record.state === "read" && known.get(record.id)?.isComplete !== true)
            store.change(record.id, { state: "waiting" });
        }
      }
      folders.follow();
      for (const collection of store.collections()) startIfWaiting(collection.id);
      await startForVectors();
    },

    async *watchCollections(signal) {
      const live = collections.subscribe(signal);
      try {
        yield store.collections();
        yield* live;
      } finally {
        void live.return?.();
      }
    },

    createCollection(name) {
      const collectionId = newId();
      store.createCollection(collectionId, name);
      showCollections();
      return { collectionId };
    },
    renameCollection(collectionId, name) {
      if (!store.renameCollection(collectionId, name)) collectionOf(collectionId);
      showCollections();
    },
    removeCollection(collectionId) {
      collectionOf(collectionId);
      store.setCollectionDeleted(collectionId, true);
      folders.follow();
      showCollections();
    },
    restoreCollection(collectionId) {
      if (!store.setCollectionDeleted(collectionId, false)) collectionOf(collectionId);
      folders.follow();
      showCollections();
      startIfWaiting(collectionId);
    },

    async *watch(collectionId, signal) {
      const live = documents.subscribe(signal);
      try {
        yield { type: "snapshot", documents: store.documents(collectionId).map(shown) };
        for await (const change of live) if (change.collectionId === collectionId) yield change.event;
      } finally {
        void live.return?.();
      }
    },

    async add(collectionId, paths) {
      collectionOf(collectionId);
      let [added, known] = [0, 0];
      for (const path of paths) {
        const file = await fileAt(path);
        if (file === null) store.addFolder(collectionId, path);
        const outcome = addFiles(
          collectionId,
          file === null ? path : null,
          file === null ? (await filesIn(path)).files : [file],
        );
        added += outcome.added;
        known += outcome.known;
      }
      folders.follow();
      showCollections();
      return { added, known };
    },

    look(collectionId) {
      collectionOf(collectionId);
      folders.follow();
      startIfWaiting(collectionId);
      startForVectors().catch(noteFailed);
    },
    forgetFolder(collectionId, path) {
      store.forgetFolder(collectionId, path);
      folders.follow();
      showCollections();
    },

    remove(documentId) {
      const { collectionId } = documentOf(documentId);
      store.setDeleted(documentId, true);
      documents.publish({ collectionId, event: { type: "removed", documentId } });
      showCollections();
    },
    restore(documentId) {
      documentOf(documentId);
      store.setDeleted(documentId, false);
      const record = documentOf(documentId);
      show(record);
      startIfWaiting(record.collectionId);
    },

    async readAgain(documentId, password) {
      const record = documentOf(documentId);
      reading.notePassword(documentId, password);
      await index.remove({ ids: [documentId] });
      const waiting = store.change(documentId, {
        state: "waiting",
        problem: null,
        pagesRead: 0,
        pagesUnreadable: 0,
        sha256: null,
      });
      if (waiting !== null) show(waiting);
      reading.start(collectionOf(record.collectionId));
    },

    search: (request, signal = new AbortController().signal) => searchDocuments(searching, request, signal),
    ground: (request, signal) => ground(searching, request, signal),
    extent: (sources) => extentOf(searching, sources),
    passagesAfter: (sources, cursor, limit) => passagesAfter(searching, sources, cursor, limit),
    now: (read) => documentsNow(store, read),

    reader,
    embedding,

    async page(documentId, number) {
      documentOf(documentId);
      const page = await index.page({ id: documentId, number });
      if (page === null) throw new AppError("NOT_FOUND", `Page ${String(number)} was not read.`, { what: "page" });
      return page;
    },

    async dispose() {
      closing.abort();
      folders.close();
      reader[Symbol.dispose]();
      collections.close();
      documents.close();
      await index.close();
    },
  };
}

/** What a page sees of a record. */
function shown({ modifiedAt: _, sha256: __, ...document }: DocumentRecord): Document {
  return document;
}
