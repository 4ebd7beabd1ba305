import { join } from "node:path";
import { openIndexFile } from "#main/documents/index/schema.ts";
import { type AppProcess, startApp } from "./lib/app-process.ts";
import type { Bench } from "./lib/bench.ts";
import { wait } from "./lib/kill.ts";
import { writeDocuments } from "./lib/many-documents.ts";
import { createRandom } from "./lib/random.ts";

const SHORT = { kills: 8, documents: 24, paragraphs: 10 };
const FULL = { kills: 50, documents: 160, paragraphs: 20 };
/** A kill comes so long after a start at most: while documents are read, passages are made and embedded. */
const LATEST_MS = 1_800;
const DONE_WITHIN_MS = 20 * 60_000;

/** Passages of each document in their order, with whether each has its vector. */
type Passages = ReadonlyMap<string, readonly string[]>;

/** What is read of documents while the app is killed again and again, against a reading that nobody disturbs. */
export const bench: Bench = {
  about:
    "passages missing or doubled after SIGKILL of the app or one of its children at random moments of reading documents",
  async run({ full, folder, signal, report, note }) {
    const size = full ? FULL : SHORT;
    const paths = writeDocuments(join(folder, "documents"), size.documents, size.paragraphs);
    const calm = await readCalmly(join(folder, "calm"), paths);
    const random = createRandom(full ? Date.now() % 2 ** 32 : 1);
    const { passages, kills } = await readWhileKilled(join(folder, "killed"), paths, size.kills, random, signal, note);
    let [lost, twice] = [0, 0];
    for (const [name, expected] of calm) {
      const counts = new Map<string, number>();
      for (const text of passages.get(name) ?? []) counts.set(text, (counts.get(text) ?? 0) + 1);
      for (const text of expected) counts.set(text, (counts.get(text) ?? 0) - 1);
      for (const count of counts.values()) {
        lost += Math.max(0, -count);
        twice += Math.max(0, count);
      }
    }
    const all = [...calm.values()].reduce((sum, { length }) => sum + length, 0);
    report({ metric: "passages", value: all, unit: "count" });
    report({ metric: "kills", value: kills, unit: "count" });
    report({ metric: "lost", value: lost, unit: "passages", goal: { op: "=", value: 0 } });
    report({ metric: "twice", value: twice, unit: "passages", goal: { op: "=", value: 0 } });
  },
};

async function begin(dataDir: string, paths: string[]): Promise<{ app: AppProcess; collectionId: string }> {
  const app = await startApp(dataDir);
  const { collectionId } = await app.client.documents.createCollection({ name: "Bench" });
  await app.client.documents.add({ collectionId, paths });
  return { app, collectionId };
}

async function readCalmly(dataDir: string, paths: string[]): Promise<Passages> {
  const { app, collectionId } = await begin(dataDir, paths);
  const names = await whenRead(app, collectionId);
  await app.quit();
  return passagesIn(dataDir, names);
}

async function readWhileKilled(
  dataDir: string,
  paths: string[],
  most: number,
  random: () => number,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<{ passages: Passages; kills: number }> {
  const begun = await begin(dataDir, paths);
  const { collectionId } = begun;
  let { app } = begun;
  let kills = 0;
  while (kills < most && !signal.aborted) {
    await wait(random() * LATEST_MS);
    if (await isRead(app, collectionId)) break;
    const children = app.children();
    const child = children[Math.floor(random() * children.length)];
    if (random() < 0.3 && child !== undefined) killQuietly(child);
    else {
      await app.kill();
      app = await startApp(dataDir);
    }
    kills += 1;
  }
  note(`${String(kills)} kills; reading on to the end`);
  const names = await whenRead(app, collectionId);
  await app.quit();
  return { passages: passagesIn(dataDir, names), kills };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It had ended by itself.
  }
}

async function isRead(app: AppProcess, collectionId: string): Promise<boolean> {
  const jobs = await app.client.jobs.list();
  return (
    jobs.every(({ kind, endedAt }) => kind !== "read-documents" || endedAt !== null) &&
    (await unread(app, collectionId)) === 0
  );
}

async function unread({ client }: AppProcess, collectionId: string): Promise<number> {
  for await (const collections of await client.documents.watchCollections())
    return collections.find(({ id }) => id === collectionId)?.waiting ?? 0;
  return 0;
}

/** Names of the documents by id, when all are read and embedded. A job that a dead child failed is begun again, as a person does. */
async function whenRead(app: AppProcess, collectionId: string): Promise<Map<string, string>> {
  const until = Date.now() + DONE_WITHIN_MS;
  while (!(await isRead(app, collectionId))) {
    if (Date.now() > until) throw new Error("the documents were not read to their end");
    await wait(250);
    const jobs = await app.client.jobs.list();
    const isAtWork = jobs.some(({ kind, endedAt }) => kind === "read-documents" && endedAt === null);
    if (!isAtWork) await app.client.documents.look({ collectionId });
  }
  await whenEmbedded(app, collectionId);
  for await (const event of await app.client.documents.watch({ collectionId }))
    if (event.type === "snapshot") return new Map(event.documents.map(({ id, name }) => [id, name]));
  return new Map();
}

/** Vectors that a killed child left out are made when somebody looks again. */
async function whenEmbedded({ client }: AppProcess, collectionId: string): Promise<void> {
  await client.documents.look({ collectionId });
  for (;;) {
    await wait(500);
    const jobs = await client.jobs.list();
    if (jobs.every(({ kind, endedAt }) => kind !== "read-documents" || endedAt !== null)) return;
  }
}

function passagesIn(dataDir: string, names: ReadonlyMap<string, string>): Passages {
  const db = openIndexFile(join(dataDir, "documents.db"), null);
  try {
    const sets = db.prepare<[], number>("SELECT key FROM vector_sets").pluck().all();
    const rows = db
      .prepare<[], { key: number; id: string; text: string }>(
        "SELECT p.key, d.id, p.text FROM passages p JOIN documents d ON d.key = p.document_key ORDER BY p.key",
      )
      .all();
    const hasVector = (key: number) =>
      sets.some((set) => db.prepare(`SELECT 1 FROM vectors_${String(set)} WHERE passage = ?`).get(key) !== undefined);
    const passages = new Map<string, string[]>();
    for (const { key, id, text } of rows) {
      const name = names.get(id) ?? id;
      // Without its vector a passage is half there.
      passages.set(name, [...(passages.get(name) ?? []), hasVector(key) ? text : `without a vector: ${text}`]);
    }
    return passages;
  } finally {
    db.close();
  }
}
