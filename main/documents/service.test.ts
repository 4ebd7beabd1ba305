import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createJobs } from "#main/jobs/service.ts";
import { createLog } from "#main/lib/log.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { startParser } from "#main/parser/start.ts";
import { openStore } from "#main/store/open.ts";
import { createDocuments } from "./service.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const migrationsDir = fileURLToPath(new URL("../../resources/migrations", import.meta.url));

/** The feature with a real parser and no embedding model, over the data folder. */
async function opened() {
  const dataDir = join(folder, "data");
  const log = createLog({ level: "silent" });
  const store = await openStore({ dataDir, migrationsDir, key: null, log });
  const jobs = createJobs({ store, log });
  const documents = createDocuments({
    ...{ store, jobs, log, engines: { acquire: () => Promise.reject(new Error("no model")) } },
    embeddingModels: {
      chosen: () => Promise.resolve(null),
      candidates: () => [],
      isStandIn: () => false,
      choose: () => undefined,
    },
    rerankerId: () => null,
    openParser: () => startParser({ childHost: createNodeChildHost(), onCrash: () => undefined }),
    indexPath: join(dataDir, "documents.db"),
    languagesFolder: "",
  });
  jobs.begin();
  await documents.begin();
  const close = async (): Promise<void> => {
    await jobs.dispose();
    await documents.dispose();
    store.close();
  };
  return { documents, jobs, store, close, [Symbol.asyncDispose]: close };
}

async function listed(documents: Awaited<ReturnType<typeof opened>>["documents"], collectionId: string) {
  for await (const event of documents.watch(collectionId)) {
    if (event.type === "snapshot")
      return event.documents.map(({ name, state, pagesRead, problem }) => ({
        name,
        state,
        pagesRead,
        problem: problem?.code ?? null,
      }));
  }
  throw new Error("no snapshot");
}

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, "matter", name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
};

test(
  "a folder is read, searched, and followed: new files come, changed ones are read again, lost ones are away",
  { timeout: 60_000 },
  async () => {
    await write("lease.md", "# Lease\n\n## Rent\n\nRent is due on the first of each month.\n");
    await write("broken.pdf", "%PDF-1.7 and nothing more");
    await write("tool.exe", "MZ");
    await using app = await opened();
    const { documents } = app;
    const { collectionId } = documents.createCollection("Matter");
    expect(await documents.add(collectionId, [join(folder, "matter")])).toEqual({ added: 2, known: 0 });
    await vi.waitFor(
      async () =>
        expect(await listed(documents, collectionId)).toEqual([
          { name: "broken.pdf", state: "unreadable", pagesRead: 0, problem: "DOCUMENT_UNREADABLE" },
          { name: "lease.md", state: "read", pagesRead: 1, problem: null },
        ]),
      { timeout: 30_000 },
    );
    const ask = (question: string) =>
      documents.search({ question, collectionIds: [collectionId], documentIds: null, limit: 3 });
    const found = await ask("When is the rent due?");
    expect(found.passages[0]).toMatchObject({
      text: "Rent is due on the first of each month.",
      section: "Lease › Rent",
    });
    expect(found.coverage).toMatchObject({
      documents: 1,
      pages: 1,
      passages: 1,
      isByMeaning: false,
      unread: [{ state: "unreadable" }],
    });

    await write("lease.md", "# Lease\n\n## Deposit\n\nThe deposit is two rents, kept apart.\n");
    await write("letter.txt", "Dear Sir, the rent went up.");
    await vi.waitFor(
      async () => expect((await ask("deposit kept apart")).passages[0]?.section).toBe("Lease › Deposit"),
      { timeout: 30_000 },
    );
    await vi.waitFor(
      async () =>
        expect((await ask("Dear Sir")).passages.map(({ text }) => text)).toContain("Dear Sir, the rent went up."),
      { timeout: 30_000 },
    );
    expect((await ask("first of each month")).passages.map(({ text }) => text)).not.toContain(
      "Rent is due on the first of each month.",
    );

    await rename(join(folder, "matter", "letter.txt"), join(folder, "letter.txt"));
    await vi.waitFor(
      async () =>
        expect((await listed(documents, collectionId)).find(({ name }) => name === "letter.txt")?.state).toBe("away"),
      { timeout: 30_000 },
    );
    // What was read of it is still found.
    expect((await ask("Dear Sir")).passages.map(({ text }) => text)).toContain("Dear Sir, the rent went up.");
  },
);

test(
  "what changes in a folder below a watched one is seen, and so is a file that was added by itself",
  { timeout: 60_000 },
  async () => {
    await write("note.txt", "Seen.");
    const alone = join(folder, "alone.md");
    await writeFile(alone, "The barn is red.");
    await using app = await opened();
    const { documents } = app;
    const { collectionId } = documents.createCollection("Farm");
    await documents.add(collectionId, [join(folder, "matter"), alone]);
    const texts = async (question: string) => {
      const found = await documents.search({ question, collectionIds: null, documentIds: null, limit: 5 });
      return found.passages.map(({ text }) => text);
    };
    await vi.waitFor(async () => expect(await texts("barn red")).toEqual(["The barn is red."]), { timeout: 30_000 });
    await writeFile(alone, "The barn is painted green.");
    await vi.waitFor(async () => expect(await texts("barn")).toEqual(["The barn is painted green."]), {
      timeout: 30_000,
    });
    await write(join("below", "deeper", "new.txt"), "The calf is black.");
    await vi.waitFor(async () => expect(await texts("calf")).toEqual(["The calf is black."]), { timeout: 30_000 });
    await write(join("below", "deeper", "new.txt"), "The calf is brown and white.");
    await vi.waitFor(async () => expect(await texts("calf")).toEqual(["The calf is brown and white."]), {
      timeout: 30_000,
    });
  },
);

test(
  "what is removed is found no more, comes back with undo, and is erased at the next start",
  { timeout: 60_000 },
  async () => {
    const path = await write("note.txt", "The patient takes metformin.");
    let collectionId = "";
    {
      await using app = await opened();
      const { documents } = app;
      ({ collectionId } = documents.createCollection("Patient"));
      await documents.add(collectionId, [path]);
      const search = () =>
        documents.search({ question: "metformin", collectionIds: null, documentIds: null, limit: 3 });
      await vi.waitFor(async () => expect((await search()).passages).toHaveLength(1), { timeout: 30_000 });
      const { documentId } = { documentId: (await search()).passages[0]?.documentId ?? "" };
      documents.remove(documentId);
      expect((await search()).passages).toEqual([]);
      documents.restore(documentId);
      expect((await search()).passages).toHaveLength(1);
      documents.remove(documentId);
    }
    await using again = await opened();
    expect(await listed(again.documents, collectionId)).toEqual([]);
    expect(() => again.documents.restore("0198c0de-0000-7000-8000-000000000000")).toThrow("gone");
    await expect(again.documents.add(collectionId, [join(folder, "none.txt")])).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  },
);
