import type { Jobs, JobRun } from "#main/jobs/worker.ts";
import type { ParserClient } from "#main/parser/client.ts";
import type { Embedder } from "./embedding/embedder.ts";
import { embedMissing } from "./embedding/embed-missing.ts";
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
  /** All passages have vectors of the model that serves. */
  embedded(signal: AbortSignal): Promise<void>;
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
  const { index, openParser, openEmbedder, embedded: allEmbedded } = context;
  using parser = openParser();
  using embedder = await openEmbedder(signal);
  let read = 0;
  let embedded = embedder === null ? 1 : 0;
  const fraction = () => read * (READING_SHARE + (1 - READING_SHARE) * embedded);
  const arrivals = createArrivals();
  const embedding =
    embedder === null
      ? Promise.resolve()
      : embedMissing({
          ...{ index, embedder, signal, more: arrivals.more },
          onProgress(share) {
            embedded = share;
            if (arrivals.isOver) progress(fraction(), { key: "indexing", values: {} });
          },
        });
  const reading = readWaiting(context, payload.collectionId, { parser, embedder, signal }, (share, step) => {
    read = share;
    progress(fraction(), step);
    arrivals.tell();
  });
  const whole = reading.then(() => void (read = 1)).finally(arrivals.end);
  // Both come to their end before either's failure counts: each holds what the other needs.
  await Promise.allSettled([whole, embedding]);
  await whole;
  await embedding;
  if (embedder !== null) await allEmbedded(signal);
}

interface ReadingWith {
  readonly parser: ParserClient;
  readonly embedder: Embedder | null;
  readonly signal: AbortSignal;
}

/** All documents that wait, one after the other; `onProgress` is told of every page with the share of the bytes that are read. */
async function readWaiting(
  context: ReadJobContext,
  collectionId: string,
  reading: ReadingWith,
  onProgress: (share: number, step: Parameters<JobRun<ReadPayload, never>["progress"]>[1]) => void,
): Promise<void> {
  const { store } = context;
  const waiting = () => store.documents(collectionId).filter(({ state }) => state === "waiting" || state === "reading");
  let doneBytes = 0;
  for (let record = store.nextWaiting(collectionId); record !== null; record = store.nextWaiting(collectionId)) {
    reading.signal.throwIfAborted();
    const { name, sizeBytes } = record;
    const leftBytes = waiting().reduce((sum, other) => sum + other.sizeBytes, 0);
    const at = (share: number) => (doneBytes + share * sizeBytes) / Math.max(1, doneBytes + leftBytes);
    const values = { document: name };
    onProgress(at(0), { key: "reading-document", values });
    await readOne(context, { record, ...reading }, (page, pages) => {
      const step =
        pages === null
          ? { key: "reading-document", values }
          : { key: "reading-page", values: { ...values, page, pages } };
      onProgress(at(pages === null ? 0 : page / pages), step);
    });
    doneBytes += sizeBytes;
    onProgress(at(0), { key: "reading-document", values });
  }
}

/** Lets vectors be made while more is read: whoever makes them waits here for the next passages. */
function createArrivals() {
  let isOver = false;
  let isLooked = false;
  let next = Promise.withResolvers<undefined>();
  const tell = (): void => {
    next.resolve(undefined);
    next = Promise.withResolvers();
  };
  return {
    tell,
    get isOver() {
      return isOver;
    },
    end(): void {
      isOver = true;
      tell();
    },
    async more(): Promise<boolean> {
      // Once more at the end: the last may have come after it was looked for them.
      if (isOver && isLooked) return false;
      if (isOver) isLooked = true;
      else await next.promise;
      return true;
    },
  };
}

async function readOne(
  context: ReadJobContext,
  work: ReadingWith & { readonly record: DocumentRecord },
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
