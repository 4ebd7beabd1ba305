import { join } from "node:path";
import { openIndexFile } from "#main/documents/index/schema.ts";
import { embeddingText } from "#main/documents/search/embedding-text.ts";
import { startApp } from "./lib/app-process.ts";
import type { Bench } from "./lib/bench.ts";
import { startEmbedder } from "./lib/embeddings.ts";
import { wait } from "./lib/kill.ts";
import { writeDocuments } from "./lib/many-documents.ts";
import { median } from "./lib/statistics.ts";

const SHORT = { documents: 16, paragraphs: 12, rounds: 1 };
const FULL = { documents: 64, paragraphs: 24, rounds: 3 };
/** As the product embeds: so many passages a call. */
const BATCH = 32;

/** Reading documents to searchable passages, and the embedding alone that it cannot be faster than. */
export const bench: Bench = {
  about: "embedding tokens a second of reading documents whole, against a bare embedding loop over the same passages",
  async run({ full, folder, report, note }) {
    const size = full ? FULL : SHORT;
    const paths = writeDocuments(join(folder, "documents"), size.documents, size.paragraphs);
    const ratios: number[] = [];
    const speeds: number[] = [];
    for (let round = 0; round < size.rounds; round += 1) {
      const dataDir = join(folder, `data-${String(round)}`);
      const { seconds, pages } = await readWhole(dataDir, paths);
      const texts = passagesIn(dataDir);
      const bare = await embedBare(texts);
      note(`${String(texts.length)} passages: ${seconds.toFixed(1)} s whole, ${bare.toFixed(1)} s of embedding alone`);
      ratios.push(bare / seconds);
      speeds.push(pages / seconds);
    }
    report({ metric: "pagesPerSecond", value: median(speeds), unit: "pages/s" });
    report({ metric: "ratio", value: median(ratios), unit: "ratio", reference: 1, goal: { op: ">=", value: 0.9 } });
  },
};

/** From the moment at which the embedding model is awake: starting it is paid once, not by each document. */
async function readWhole(dataDir: string, paths: string[]): Promise<{ seconds: number; pages: number }> {
  const app = await startApp(dataDir);
  try {
    const { documents } = app.client;
    const { collectionId } = await documents.createCollection({ name: "Bench" });
    const first = paths[0] ?? "";
    await documents.add({ collectionId, paths: [first] });
    const pagesBefore = await whenRead(app.client, collectionId);
    const began = performance.now();
    await documents.add({ collectionId, paths });
    const pages = (await whenRead(app.client, collectionId)) - pagesBefore;
    return { seconds: (performance.now() - began) / 1_000, pages };
  } finally {
    await app.quit();
  }
}

async function whenRead(client: Awaited<ReturnType<typeof startApp>>["client"], collectionId: string): Promise<number> {
  for (;;) {
    const jobs = await client.jobs.list();
    const isOver = jobs.every(({ kind, endedAt }) => kind !== "read-documents" || endedAt !== null);
    for await (const collections of await client.documents.watchCollections()) {
      const collection = collections.find(({ id }) => id === collectionId);
      if (isOver && collection?.waiting === 0) return collection.pagesRead;
      break;
    }
    await wait(150);
  }
}

/** All but those of the first document, which was read before the clock ran. */
function passagesIn(dataDir: string): string[] {
  const db = openIndexFile(join(dataDir, "documents.db"), null);
  try {
    return db
      .prepare<[], { section: string; text: string }>(
        "SELECT section, text FROM passages WHERE document_key > (SELECT min(key) FROM documents) ORDER BY key",
      )
      .all()
      .map(embeddingText);
  } finally {
    db.close();
  }
}

async function embedBare(texts: readonly string[]): Promise<number> {
  const embedder = await startEmbedder();
  try {
    await embedder.embed(texts.slice(0, BATCH));
    const began = performance.now();
    for (let from = 0; from < texts.length; from += BATCH) await embedder.embed(texts.slice(from, from + BATCH));
    return (performance.now() - began) / 1_000;
  } finally {
    await embedder.end();
  }
}
