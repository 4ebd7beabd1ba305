import type { InferContractRouterOutputs } from "@orpc/contract";
import type { ParserClient } from "#main/parser/client.ts";
import type { DocumentKind } from "#main/parser/contract.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { DocumentIndex } from "../index/open-index.ts";
import { fileAt } from "../find-files.ts";
import type { DocumentRecord } from "../store.ts";
import type { readerContract } from "./contract.ts";
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
  return {
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
    marks: createMarks({
      ...{ documentOf, store: createMarksStore(store) },
      pageOf: (id, number) => index.page({ id, number }),
    }),
    [Symbol.dispose]: () => pictures[Symbol.dispose](),
  };
}

function isDrawn(kind: DocumentKind | undefined): boolean {
  return kind === "pdf" || kind === "image";
}
