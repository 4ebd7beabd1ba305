import type { InferContractRouterOutputs } from "@orpc/contract";
import type { ParserClient } from "#main/parser/client.ts";
import type { DocumentKind } from "#main/parser/contract.ts";
import { createChannel } from "#main/lib/channel.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { DocumentIndex } from "../index/open-index.ts";
import { fileAt } from "../find-files.ts";
import type { DocumentRecord } from "../store.ts";
import type { readerContract, ReaderNow } from "./contract.ts";
import { createMarks, type Marks } from "./marks.ts";
import { createMarksStore } from "./marks-store.ts";
import { createPictures } from "./pictures.ts";

type Outputs = InferContractRouterOutputs<typeof readerContract>;

/** One document as a person reads it. */
export interface Reader extends Disposable {
  open(documentId: string): Promise<Outputs["open"]>;
  outline(documentId: string): Promise<Outputs["outline"]>;
  find(documentId: string, words: string): Promise<Outputs["find"]>;
  picture(
    asked: { documentId: string; page: number; widthPx: number },
    signal: AbortSignal,
  ): Promise<Outputs["picture"]>;
  /** The document as it stands, then after every change. Throws NOT_FOUND. */
  watch(documentId: string, signal?: AbortSignal): AsyncGenerator<ReaderNow, void>;
  /** A document is not as it was, or not in the same state. */
  noteChanged(documentId: string): void;
  readonly marks: Marks;
}

export interface ReaderDeps {
  readonly store: Pick<Store, "db" | "write">;
  readonly index: DocumentIndex;
  openParser(): ParserClient;
  /** Throws NOT_FOUND. */
  documentOf(documentId: string): DocumentRecord;
  /** Kept in memory alone. */
  passwordOf(documentId: string): string | null;
}

const MOST_HEADINGS = 5_000;
const MOST_MATCHES = 500;

const CHANGED = "The file has changed since it was read. Open it again when it has been read anew.";

export function createReader({ store, index, openParser, documentOf, passwordOf }: ReaderDeps): Reader {
  const pictures = createPictures(openParser);
  const changes = createChannel<{ documentId: string; isOfMarks: boolean }>();
  const marks = createMarks({
    ...{ documentOf, store: createMarksStore(store) },
    pageOf: (id, number) => index.page({ id, number }),
    find: (id, words, most) => index.find({ id, words, most }),
    onChange: (documentId) => changes.publish({ documentId, isOfMarks: true }),
  });

  async function now(documentId: string): Promise<ReaderNow> {
    const { sha256, state } = documentOf(documentId);
    return { sha256, isRead: state === "read", marks: await marks.list(documentId) };
  }

  return {
    async *watch(documentId, signal) {
      const live = changes.subscribe(signal);
      try {
        let last = await now(documentId);
        yield last;
        for await (const change of live) {
          if (change.documentId !== documentId) continue;
          const { sha256, state } = documentOf(documentId);
          // While it is read there is news of it at every page.
          if (!change.isOfMarks && last.sha256 === sha256 && last.isRead === (state === "read")) continue;
          last = await now(documentId);
          yield last;
        }
      } finally {
        void live.return?.();
      }
    },
    noteChanged: (documentId) => changes.publish({ documentId, isOfMarks: false }),
    async open(documentId) {
      const { collectionId, name, facts, sha256 } = documentOf(documentId);
      const pages = await index.pageList({ id: documentId });
      return { documentId, collectionId, name, facts, pages, canDraw: isDrawn(facts?.kind), sha256 };
    },
    outline(documentId) {
      documentOf(documentId);
      return index.outline({ id: documentId, most: MOST_HEADINGS });
    },
    find(documentId, words) {
      documentOf(documentId);
      return index.find({ id: documentId, words, most: MOST_MATCHES });
    },
    async picture({ documentId, page, widthPx }, signal) {
      const { path, name, facts, sizeBytes, modifiedAt } = documentOf(documentId);
      if (!isDrawn(facts?.kind))
        throw new AppError("INVALID_INPUT", "Cloister did not accept this. Only pages of PDFs and scans are drawn.", {
          problem: "Only pages of PDFs and scans are drawn.",
        });
      const file = await fileAt(path);
      // Boxes would lie on other words than those that were read.
      if (file?.sizeBytes !== sizeBytes || file.modifiedAt !== modifiedAt)
        throw new AppError("CONFLICT", `This cannot be done now. ${CHANGED}`, { problem: CHANGED });
      const version = `${String(sizeBytes)} ${String(modifiedAt)}`;
      return pictures.draw({ path, name, page, widthPx, password: passwordOf(documentId) }, version, signal);
    },
    marks,
    [Symbol.dispose]() {
      changes.close();
      pictures[Symbol.dispose]();
    },
  };
}

function isDrawn(kind: DocumentKind | undefined): boolean {
  return kind === "pdf" || kind === "image";
}
