import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "#main/lib/ids.ts";
import { createLog } from "#main/lib/log.ts";
import { AppError } from "#main/rpc/errors.ts";
import { openStore } from "#main/store/open.ts";
import { createDocumentsStore } from "../store.ts";
import { createMarks } from "./marks.ts";
import { createMarksStore } from "./marks-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const migrationsDir = fileURLToPath(new URL("../../../resources/migrations", import.meta.url));
const PAGES = ["The rent is due on Mondays.", "Either party may end this lease."];

/** Marks over a store in the test's folder, with one document of two pages. */
async function opened() {
  /** What the file says now. */
  let pages = PAGES;
  const changed: string[] = [];
  const store = await openStore({ dataDir: folder, migrationsDir, key: null, log: createLog({ level: "silent" }) });
  const documents = createDocumentsStore(store);
  const documentOf = (id: string) => {
    const record = documents.document(id);
    if (record === null) throw new AppError("NOT_FOUND", "This document is gone.", { what: "document" });
    return record;
  };
  const start = () =>
    createMarks({
      ...{ store: createMarksStore(store), documentOf },
      pageOf: (_, number) => {
        const text = pages[number - 1];
        const rest = {
          number,
          label: null,
          width: 0,
          height: 0,
          blocks: [],
          runs: [],
          confidence: null,
          problem: null,
        };
        return Promise.resolve(text === undefined ? null : { ...rest, text });
      },
      find: (_, words, most) =>
        Promise.resolve(
          pages
            .flatMap((text, at) =>
              [...text.matchAll(new RegExp(words, "g"))].map(({ index }) => ({
                ...{ page: at + 1, start: index, end: index + words.length },
              })),
            )
            .slice(0, most),
        ),
      onChange: (id) => changed.push(id),
    });
  const [collectionId, documentId] = [newId(), newId()];
  documents.createCollection(collectionId, "Matter");
  const file = { path: "/lease.md", name: "lease.md", folder: null, sizeBytes: 1, modifiedAt: 1 };
  documents.addDocument(collectionId, { ...file, id: documentId });
  documents.change(documentId, { sha256: "a1", state: "read" });
  const readAnew = (sha256: string, next: string[]) => {
    pages = next;
    documents.change(documentId, { sha256, state: "read" });
  };
  return { documents, documentId, marks: start(), start, changed, readAnew, [Symbol.dispose]: () => store.close() };
}

test("what is marked keeps its words, in the order in which they stand, and its note can be changed", async () => {
  using app = await opened();
  const { marks, documentId } = app;
  const add = (page: number, start: number, end: number, note = "") =>
    marks.add({ documentId, sha256: "a1", parts: [{ page, start, end }], note });
  const second = await add(2, 0, 12);
  const first = await add(1, 4, 8, "How much?");
  expect(first).toMatchObject({ text: "rent", note: "How much?", sha256: "a1" });
  expect(await add(2, 0, 0, "On the page")).toMatchObject({ text: "" });
  marks.setNote(second.id, "Both of them");
  expect((await marks.list(documentId)).map(({ text, note }) => [text, note])).toEqual([
    ["rent", "How much?"],
    ["Either party", "Both of them"],
    ["", "On the page"],
  ]);
});

test("nothing is marked in a document that has changed meanwhile, nor on a page that was not read", async () => {
  using app = await opened();
  const { marks, documents, documentId } = app;
  const mark = { documentId, sha256: "a1", parts: [{ page: 1, start: 0, end: 3 }], note: "" };
  await expect(marks.add({ ...mark, parts: [{ page: 3, start: 0, end: 1 }] })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await marks.add(mark);
  documents.change(documentId, { sha256: "b2", state: "reading" });
  await expect(marks.add(mark)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  // What was marked before is still there, and says of which file it is.
  expect(await marks.list(documentId)).toMatchObject([{ sha256: "a1", text: "The" }]);
});

test("what was removed comes back with undo, and is erased at the next start; a document takes its marks along", async () => {
  using app = await opened();
  const { marks, documents, documentId, start } = app;
  const mark = await marks.add({ documentId, sha256: "a1", parts: [{ page: 1, start: 0, end: 3 }], note: "" });
  marks.remove(mark.id);
  expect(await marks.list(documentId)).toEqual([]);
  marks.restore(mark.id);
  expect(await marks.list(documentId)).toEqual([mark]);
  marks.remove(mark.id);
  const again = start();
  expect(() => again.restore(mark.id)).toThrow("gone");
  await again.add({ documentId, sha256: "a1", parts: [{ page: 1, start: 0, end: 3 }], note: "" });
  documents.setDeleted(documentId, true);
  expect(documents.eraseDeleted()).toEqual([documentId]);
  await expect(again.list(documentId)).rejects.toThrow("gone");
});

test("in a changed document a mark is placed where its words stand, if they do so once; it knows where it was made", async () => {
  using app = await opened();
  const { marks, documentId, readAnew } = app;
  const add = (page: number, start: number, end: number) =>
    marks.add({ documentId, sha256: "a1", parts: [{ page, start, end }], note: "" });
  await add(1, 4, 8);
  await add(2, 0, 12);
  readAnew("b2", ["Either party may go.", "So may either. Either party may stay.", "The rent is due."]);
  expect(await marks.list(documentId)).toMatchObject([
    // Twice in it: nobody knows which.
    { text: "Either party", sha256: "a1", isMoved: false, parts: [{ page: 2 }] },
    { text: "rent", sha256: "b2", isMoved: true, parts: [{ page: 3, start: 4, end: 8 }] },
  ]);
  readAnew("c3", ["Nothing of it."]);
  expect(await marks.list(documentId)).toMatchObject([{ isMoved: false }, { isMoved: false }]);
  readAnew("a1", PAGES);
  expect(await marks.list(documentId)).toMatchObject([
    { sha256: "a1", isMoved: false, parts: [{ page: 1, start: 4, end: 8 }] },
    { sha256: "a1", isMoved: false },
  ]);
});

test("every change of a mark is told", async () => {
  using app = await opened();
  const { marks, documentId, changed } = app;
  const { id } = await marks.add({ documentId, sha256: "a1", parts: [{ page: 1, start: 0, end: 3 }], note: "" });
  marks.setNote(id, "Seen");
  marks.remove(id);
  marks.restore(id);
  expect(changed).toEqual([documentId, documentId, documentId, documentId]);
  expect(() => marks.setNote(newId(), "Nobody's")).toThrow("gone");
});
