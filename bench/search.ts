import { join } from "node:path";
import { openIndexFile } from "#main/documents/index/schema.ts";
import { indexTasks } from "#main/documents/index/tasks.ts";
import { findVectorSet, nearest } from "#main/documents/index/vectors.ts";
import { wordsQuery } from "#main/documents/search/words.ts";
import type { Db } from "#main/store/database.ts";
import type { Bench } from "./lib/bench.ts";
import { EMBEDDER } from "./lib/embeddings.ts";
import { createRandom } from "./lib/random.ts";
import { readSquad } from "./lib/retrieval-data.ts";
import { percentile } from "./lib/statistics.ts";

const SHORT = { passages: 100_000, questions: 24 };
const FULL = { passages: 1_000_000, questions: 40 };
const A_DOCUMENT = 200;
const RESULTS = 20;
/** Of each way of searching, as the product looks at. */
const CANDIDATES = 100;

/** A search by words and meaning as the product does it, and the two bare queries that it rests on, over the same file. */
export const bench: Bench = {
  about: "a search in 100,000 passages (--full: 1,000,000), against bare sqlite-vec and FTS5 on the same file",
  async run({ full, folder, report, note }) {
    const size = full ? FULL : SHORT;
    const db = openIndexFile(join(folder, "documents.db"), null);
    try {
      const random = createRandom(1);
      const { passages, questions } = readSquad();
      fill(
        db,
        size.passages,
        passages.map(({ text }) => text),
        random,
        note,
      );
      const index = indexTasks(db);
      const set = findVectorSet(db, EMBEDDER.model);
      if (set === null) throw new Error("no vectors were written");
      const own: number[] = [];
      const bare: number[] = [];
      for (let at = 0; at < size.questions; at += 1) {
        const question = questions[(at * 97) % questions.length]?.text ?? "";
        const values = unitVector(random);
        const query = wordsQuery(question) ?? '""';
        bare.push(timed(() => bareSearch(db, query, () => nearest(db, set, values, CANDIDATES, null))));
        own.push(
          timed(() =>
            index.search({ question, vector: { model: EMBEDDER.model, values }, documents: null, limit: RESULTS }),
          ),
        );
      }
      const name = full ? "1M" : "100k";
      report({ metric: `p50Ms${name}`, value: percentile(own, 50), unit: "ms", reference: percentile(bare, 50) });
      report({ metric: `p95Ms${name}`, value: percentile(own, 95), unit: "ms", reference: percentile(bare, 95) });
      report({
        metric: "ratio",
        value: percentile(own, 95) / percentile(bare, 95),
        unit: "ratio",
        reference: 1,
        goal: { op: "<=", value: 2 },
      });
      return await Promise.resolve();
    } finally {
      db.close();
    }
  },
};

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function bareSearch(db: Db, query: string, byMeaning: () => unknown): void {
  db.prepare(
    "SELECT rowid, -bm25(words, 2, 1.0) AS score FROM words WHERE words MATCH ? ORDER BY score DESC LIMIT ?",
  ).all(query, CANDIDATES);
  byMeaning();
}

/** Real paragraphs, each time with other words among them, and vectors of no meaning: searching takes as long. */
function fill(
  db: Db,
  count: number,
  texts: readonly string[],
  random: () => number,
  note: (text: string) => void,
): void {
  const index = indexTasks(db);
  const words = texts.join(" ").split(/\s+/);
  let key = 0;
  for (let document = 0; key < count; document += 1) {
    const id = String(document);
    index.begin({ id, sha256: id });
    const own = Array.from({ length: Math.min(A_DOCUMENT, count - key) }, (_, at) => {
      const text = texts[(key + at) % texts.length] ?? "";
      const others = Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)] ?? "").join(" ");
      const whole = `${text.slice(0, 600)} ${others}`;
      return { parts: [{ page: 1, start: 0, end: whole.length }], section: [], text: whole, tokens: 160 };
    });
    index.addSlice({ id, pages: [], passages: own, headings: [] });
    index.complete({ id });
    index.addVectors({
      ...EMBEDDER,
      vectors: own.map((_, at) => [key + at + 1, unitVector(random)] as const),
    });
    key += own.length;
    if (document % 100 === 0) note(`${String(key)} of ${String(count)} passages`);
  }
}

function unitVector(random: () => number): Float32Array {
  const vector = Float32Array.from({ length: EMBEDDER.dimensions }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
