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
        const text = PAGES[number - 1];
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
    });
  const [collectionId, documentId] = [newId(), newId()];
  documents.createCollection(collectionId, "Matter");
  const file = { path: "/lease.md", name: "lease.md", folder: null, sizeBytes: 1, modifiedAt: 1 };
  documents.addDocument(collectionId, { ...file, id: documentId });
  documents.change(documentId, { sha256: "a1" });
  return { documents, documentId, marks: start(), start, [Symbol.dispose]: () => store.close() };
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
  expect(marks.list(documentId).map(({ text, note }) => [text, note])).toEqual([
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
  documents.change(documentId, { sha256: "b2" });
  await expect(marks.add(mark)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  // What was marked before is still there, and says of which file it is.
  expect(marks.list(documentId)).toMatchObject([{ sha256: "a1", text: "The" }]);
});

test("what was removed comes back with undo, and is erased at the next start; a document takes its marks along", async () => {
  using app = await opened();
  const { marks, documents, documentId, start } = app;
  const mark = await marks.add({ documentId, sha256: "a1", parts: [{ page: 1, start: 0, end: 3 }], note: "" });
  marks.remove(mark.id);
  expect(marks.list(documentId)).toEqual([]);
  marks.restore(mark.id);
  expect(marks.list(documentId)).toEqual([mark]);
  marks.remove(mark.id);
  const again = start();
  expect(() => again.restore(mark.id)).toThrow("gone");
  await again.add({ documentId, sha256: "a1", parts: [{ page: 1, start: 0, end: 3 }], note: "" });
  documents.setDeleted(documentId, true);
  expect(documents.eraseDeleted()).toEqual([documentId]);
  expect(() => again.list(documentId)).toThrow("gone");
});
