import type { Jobs, JobRun } from "#main/jobs/worker.ts";
import type { ParserClient } from "#main/parser/client.ts";
import type { Embedder } from "./embedder.ts";
import { embedMissing } from "./embed-missing.ts";
import type { DocumentIndex } from "./index/open-index.ts";
import { readDocument } from "./read-document.ts";
import type { DocumentChange, DocumentRecord, DocumentsStore } from "./store.ts";

export interface ReadJobContext {
  readonly store: DocumentsStore;
  readonly index: DocumentIndex;
  readonly languagesFolder: string;
  /** Languages in which pages without text are recognised; null: they are not. */
  readonly recognise: () => readonly string[] | null;
  openParser(): ParserClient;
  /** null: there is no embedding model. */
  openEmbedder(signal: AbortSignal): Promise<Embedder | null>;
  /** Kept in memory alone. */
  passwordOf(documentId: string): string | null;
  changed(record: DocumentRecord): void;
}

export interface ReadPayload {
  readonly collectionId: string;
}

/** Of a document's work, what reading is; the rest is making vectors. As it is for PDFs on two cores. */
const READING_SHARE = 0.3;

/** Reads all documents of a collection that wait, and makes their vectors. What was read stays read, whatever ends it. */
export function registerReadJob(jobs: Jobs, context: ReadJobContext): void {
  jobs.register<ReadPayload, never>({
    kind: "read-documents",
    canPause: true,
    afterRestart: "resume",
    // One at a time: each takes all cores for its vectors.
    atOnce: 1,
    aboutId: ({ collectionId }) => collectionId,
    run: (run) => readAll(context, run),
  });
}

async function readAll(
  context: ReadJobContext,
  { payload, signal, progress }: JobRun<ReadPayload, never>,
): Promise<void> {
  const { store, index, openParser, openEmbedder } = context;
  using parser = openParser();
  using embedder = await openEmbedder(signal);
  const waiting = () =>
    store.documents(payload.collectionId).filter(({ state }) => state === "waiting" || state === "reading");
  let doneBytes = 0;
  for (;;) {
    const record = store.nextWaiting(payload.collectionId);
    if (record === null) break;
    const leftBytes = waiting().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const at = (share: number) => (doneBytes + share * record.sizeBytes) / Math.max(1, doneBytes + leftBytes);
    const values = { document: record.name };
    progress(at(0), { key: "reading-document", values });
    await readOne(context, { record, parser, embedder, signal }, (page, pages) => {
      const step =
        pages === null
          ? { key: "reading-document", values }
          : { key: "reading-page", values: { ...values, page, pages } };
      progress(at(pages === null ? 0 : (READING_SHARE * page) / pages), step);
    });
    if (embedder !== null) {
      const onProgress = (share: number) =>
        progress(at(READING_SHARE + (1 - READING_SHARE) * share), { key: "indexing-document", values });
      await embedMissing({ index, embedder, signal, onProgress });
    }
    doneBytes += record.sizeBytes;
  }
  // Also what an earlier run read without a model, or was ended before.
  if (embedder !== null) {
    const onProgress = (share: number) => progress(share, { key: "indexing", values: {} });
    await embedMissing({ index, embedder, signal, onProgress });
    await index.settle(embedder.model);
  }
}

async function readOne(
  context: ReadJobContext,
  work: { record: DocumentRecord; parser: ParserClient; embedder: Embedder | null; signal: AbortSignal },
  onPage: (page: number, pages: number | null) => void,
): Promise<void> {
  const { store, index, languagesFolder, recognise, passwordOf, changed } = context;
  const { id } = work.record;
  const onChange = (change: DocumentChange): void => {
    const record = store.change(id, change);
    if (record !== null) changed(record);
  };
  const password = passwordOf(id);
  await readDocument({ ...work, index, languagesFolder, recognise: recognise(), password, onChange, onPage });
}
