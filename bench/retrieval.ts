import { join } from "node:path";
import type { Bench } from "./lib/bench.ts";
import { ndcg10, readCranfield, readSquad, reciprocalRank, type RetrievalSet } from "./lib/retrieval-data.ts";
import { openIndexed } from "./lib/retrieval-index.ts";

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
  using indexed = await openIndexed(set, path, note);
  const orderOf = (question: string, values: Float32Array | null) =>
    indexed.find(question, values, null, LIMIT).map(({ documentId }) => Number(documentId));
  return {
    set,
    orders: set.questions.map(({ text }, at) => orderOf(text, indexed.asked[at] ?? null)),
    byWords: set.questions.map(({ text }) => orderOf(text, null)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
