import type { Page, ParseEvent } from "#main/parser/contract.ts";
import type { ParserClient } from "#main/parser/client.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { Embedder } from "./embedding/embedder.ts";
import type { DocumentIndex } from "./index/open-index.ts";
import { packPassages } from "./passages/pack.ts";
import { unitsOf } from "./passages/units.ts";
import type { DocumentChange, DocumentRecord } from "./store.ts";

export interface ReadDocument {
  readonly record: DocumentRecord;
  readonly index: DocumentIndex;
  readonly parser: ParserClient;
  /** null: there is no embedding model; passages are cut by their letters. */
  readonly embedder: Pick<Embedder, "count"> | null;
  readonly password: string | null;
  readonly recognise: readonly string[] | null;
  readonly languagesFolder: string;
  readonly signal: AbortSignal;
  /** What is known of it now; saved when it returns. */
  readonly onChange: (change: DocumentChange) => void;
  /** The page that was read last, and how many there are; null: not known. */
  readonly onPage: (page: number, pages: number | null) => void;
}

/** Pages that are cut into passages and saved together: what a crash may make it read again. */
const SLICE_PAGES = 32;
/** Or so many letters: formats without pages come as one. */
const SLICE_LETTERS = 400_000;
/** Letters of a token in European languages, where no tokenizer can be asked. */
const LETTERS_A_TOKEN = 4;

/** Reads a document from where it was left. What is wrong with it is noted and never thrown; throws when its signal is aborted, and faults. */
export async function readDocument(options: ReadDocument): Promise<void> {
  const { record, index, parser, signal, onChange } = options;
  try {
    const file = await parser.identify(record.path, signal);
    const { sha256, sizeBytes, modifiedAt } = file;
    const begun = await index.begin({ id: record.id, sha256 });
    const isOther = record.sha256 !== null && record.sha256 !== sha256;
    const fresh = begun.nextPage === 1 ? { pagesRead: 0, pagesUnreadable: 0, facts: null, leftOut: [] } : {};
    onChange({ sha256, sizeBytes, modifiedAt, problem: null, ...(isOther ? fresh : {}), state: "reading" });
    const isWhole = begun.isComplete || (await readPages(options, begun.nextPage, [...begun.headings]));
    // Asked to be read again while it was read: what was kept of it is gone.
    onChange(isWhole ? { state: "read", readAt: Date.now() } : { state: "waiting" });
  } catch (error) {
    signal.throwIfAborted();
    onChange(changeFor(error));
  }
}

/** False: the index holds nothing of it, because it was taken out meanwhile. */
async function readPages(options: ReadDocument, fromPage: number, headings: string[]): Promise<boolean> {
  const { record, index, parser, embedder, password, recognise, languagesFolder, signal, onChange, onPage } = options;
  const leftOut: string[] = fromPage === 1 ? [] : [...record.leftOut];
  let pagesRead = fromPage - 1;
  let pagesUnreadable = fromPage === 1 ? 0 : record.pagesUnreadable;
  let pages: number | null = null;
  let held: Page[] = [];

  async function flush(): Promise<void> {
    if (held.length === 0) return;
    const units = [...unitsOf(held, headings)];
    const texts = units.map(({ text }) => text);
    const counts = embedder === null ? texts.map(estimate) : await embedder.count(texts);
    await index.addSlice({ id: record.id, pages: held, passages: packPassages(units, counts), headings });
    pagesRead += held.length;
    pagesUnreadable += held.filter(({ problem }) => problem !== null).length;
    held = [];
    onChange({ pagesRead, pagesUnreadable });
  }

  const input = {
    ...{ path: record.path, name: record.name, fromPage, password, languagesFolder },
    recognise: recognise && [...recognise],
  };
  let letters = 0;
  for await (const event of parser.parse(input, signal) as AsyncIterable<ParseEvent>) {
    if (event.type === "facts") {
      pages = event.facts.pages;
      onChange({ facts: event.facts });
    } else if (event.type === "left-out") {
      leftOut.push(event.what);
      onChange({ leftOut: [...leftOut] });
    } else if (event.type === "page") {
      held.push(event.page);
      letters += event.page.text.length;
      onPage(event.page.number, pages);
      if (held.length < SLICE_PAGES && letters < SLICE_LETTERS) continue;
      letters = 0;
      await flush();
    }
  }
  await flush();
  return index.complete({ id: record.id });
}

function estimate(text: string): number {
  return Math.ceil(text.length / LETTERS_A_TOKEN);
}

function changeFor(error: unknown): DocumentChange {
  if (isAppError(error, "DOCUMENT_LOCKED")) return { state: "locked", problem: error.toShape() };
  if (isAppError(error, "DOCUMENT_UNREADABLE")) return { state: "unreadable", problem: error.toShape() };
  if (isAppError(error, "NOT_FOUND")) {
    const gone = new AppError("NOT_FOUND", "The file is not where it was.", { what: "file" });
    return { state: "away", problem: gone.toShape() };
  }
  throw error;
}
