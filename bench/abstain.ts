import { join } from "node:path";
import { LEAST_ANSWERABLE } from "#main/chat/grounding/ground-answer.ts";
import { answerable, answerSigns, type AnswerSigns } from "#main/support/answerable.ts";
import type { Bench } from "./lib/bench.ts";
import { readSquad } from "./lib/retrieval-data.ts";
import { type Indexed, openIndexed } from "./lib/retrieval-index.ts";

/** Passages that a chat looks for. */
const LIMIT = 8;
/** The weights were fitted on every other block of so many questions, so that articles stay together: the others are the honest half. */
const BLOCK = 142;

interface Judged {
  readonly kind: "answered" | "near" | "other";
  readonly signs: AnswerSigns;
  readonly likely: number;
}

const LAYERS: readonly (readonly [name: string, score: (judged: Judged) => number])[] = [
  ["similarity", ({ signs }) => signs.similarity],
  ["together", ({ signs }) => signs.together],
  ["facts", ({ signs }) => -signs.factsMissing],
  ["negation", ({ signs }) => -Number(signs.isNegated)],
];

/** Whether it is noticed that the documents do not answer. */
export const bench: Bench = {
  about:
    "SQuAD 2.0 questions with and without an answer in the text, against the whole half: area under the curve, by sign",
  async run({ folder, report, note }) {
    const set = readSquad();
    using indexed = await openIndexed(set, join(folder, "squad.db"), note);
    const judged = judge(set, indexed);
    const near = (score: (one: Judged) => number) => areaUnderCurve(judged, "near", score);
    for (const [name, score] of LAYERS) report({ metric: `auc.${name}`, value: near(score), unit: "AUC" });
    // The same questions where only other articles are searched: nothing there answers them.
    report({ metric: "auc.other", value: areaUnderCurve(judged, "other", likelyOf), unit: "AUC" });
    for (const name of ["balanced", "strict"] as const) {
      const least = LEAST_ANSWERABLE[name];
      const share = (kind: Judged["kind"]) => {
        const those = judged.filter((one) => one.kind === kind);
        return those.filter(({ likely }) => likely >= least).length / those.length;
      };
      for (const kind of ["answered", "near", "other"] as const)
        report({ metric: `${name}.${kind}`, value: share(kind), unit: "share that is answered" });
    }
    const similarity = near(({ signs }) => signs.similarity);
    report({
      metric: "auc",
      value: near(likelyOf),
      unit: "AUC",
      reference: similarity,
      goal: { op: ">=", value: 0.588 },
    });
  },
};

const likelyOf = ({ likely }: Judged) => likely;

function judge({ questions, passages }: ReturnType<typeof readSquad>, indexed: Indexed): Judged[] {
  const judged: Judged[] = [];
  for (const [at, { text, relevant, isAnswered }] of questions.entries()) {
    if (Math.floor(at / BLOCK) % 2 === 0) continue;
    const own = passages[[...relevant.keys()][0] ?? 0]?.title;
    const others = passages.flatMap(({ title }, place) => (title === own ? [] : [String(place)]));
    const vector = indexed.asked[at] ?? null;
    const add = (kind: Judged["kind"], documents: readonly string[] | null) => {
      const found = indexed.find(text, vector, documents, LIMIT);
      judged.push({ kind, signs: answerSigns(text, found), likely: answerable(text, found) });
    };
    add(isAnswered ? "answered" : "near", null);
    // A fourth is enough to tell.
    if (at % 4 === 0) add("other", others);
  }
  return judged;
}

/** The chance that a question with an answer is scored above one of the other kind; ties count half. */
function areaUnderCurve(judged: readonly Judged[], other: Judged["kind"], score: (one: Judged) => number): number {
  const values = (kind: Judged["kind"]) => judged.filter((one) => one.kind === kind).map(score);
  const [right, wrong] = [values("answered"), values(other)];
  let sum = 0;
  for (const a of right) for (const b of wrong) sum += a > b ? 1 : a === b ? 0.5 : 0;
  return sum / (right.length * wrong.length);
}
