import { join } from "node:path";
import { openIndexFile } from "#main/documents/index/schema.ts";
import { type IndexTasks, indexTasks } from "#main/documents/index/tasks.ts";
import { embeddingText } from "#main/documents/search/embedding-text.ts";
import type { Bench } from "./lib/bench.ts";
import { EMBEDDER, embedTexts } from "./lib/embeddings.ts";
import { ndcg10, readCranfield, readSquad, reciprocalRank, type RetrievalSet } from "./lib/retrieval-data.ts";

/** The documents' search as the product has it, on two collections whose right answers are known. No reranker. */
export const bench: Bench = {
  about:
    "finding the right passages: Cranfield (nDCG@10) and SQuAD paragraphs (mean reciprocal rank), against words alone",
  async run({ folder, report, note }) {
    const cranfield = await search(readCranfield(), join(folder, "cranfield.db"), note);
    const gains = (orders: readonly number[][], keep: (place: number) => boolean) =>
      mean(
        orders.flatMap((order, at) =>
          keep(at) ? (ndcg10(order, cranfield.set.questions[at]?.relevant ?? NONE) ?? []) : [],
        ),
      );
    const words = gains(cranfield.byWords, () => true);
    // The weights were chosen on the questions at even places: the others are the honest half.
    report({ metric: "ndcg10.tunedHalf", value: gains(cranfield.orders, (at) => at % 2 === 0), unit: "nDCG" });
    report({ metric: "ndcg10.otherHalf", value: gains(cranfield.orders, (at) => at % 2 === 1), unit: "nDCG" });
    report({
      metric: "ndcg10",
      value: gains(cranfield.orders, () => true),
      unit: "nDCG",
      reference: words,
      goal: { op: ">=", value: 0.455 },
    });

    const squad = await search(readSquad(), join(folder, "squad.db"), note);
    const rank = (orders: readonly number[][]) =>
      mean(orders.map((order, at) => reciprocalRank(order, squad.set.questions[at]?.relevant ?? NONE)));
    report({
      metric: "mrr",
      value: rank(squad.orders),
      unit: "MRR",
      reference: rank(squad.byWords),
      goal: { op: ">=", value: 0.845 },
    });
  },
};

const NONE: ReadonlyMap<number, number> = new Map();
const LIMIT = 20;

async function search(set: RetrievalSet, path: string, note: (text: string) => void) {
  const db = openIndexFile(path, null);
  try {
    const index = indexTasks(db);
    const places = fill(index, set);
    const missing = index.missing({ ...EMBEDDER, limit: set.passages.length });
    const vectors = await embedTexts(missing.map(embeddingText), note);
    index.addVectors({
      ...EMBEDDER,
      vectors: missing.map(({ key }, at) => [key, vectors[at] ?? new Float32Array(EMBEDDER.dimensions)]),
    });
    const asked = await embedTexts(
      set.questions.map(({ text }) => text),
      note,
    );
    const orderOf = (question: string, values: Float32Array | null) =>
      index
        .search({ question, vector: values && { model: EMBEDDER.model, values }, documents: null, limit: LIMIT })
        .map(({ documentId }) => places.get(documentId) ?? -1);
    return {
      set,
      orders: set.questions.map(({ text }, at) => orderOf(text, asked[at] ?? null)),
      byWords: set.questions.map(({ text }) => orderOf(text, null)),
    };
  } finally {
    db.close();
  }
}

/** One document and one passage for each; where each document stands in the set. */
function fill(index: IndexTasks, set: RetrievalSet): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, { title, text }] of set.passages.entries()) {
    const id = String(place);
    places.set(id, place);
    index.begin({ id, sha256: id });
    const parts = [{ page: 1, start: 0, end: text.length }];
    const passage = { parts, section: title === "" ? [] : [title], text, tokens: 0 };
    index.addSlice({ id, pages: [], passages: text === "" ? [] : [passage], headings: [] });
  }
  return places;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
