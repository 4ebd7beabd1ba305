import { checkSentence } from "#main/support/check-sentence.ts";
import type { Bench } from "./lib/bench.ts";
import { CHANGE_KINDS } from "./support/changes.ts";
import { makeCases, type SupportCase } from "./support/make-cases.ts";
import { readPassages } from "./support/real-passages.ts";

const EACH = 2_000;

/** Whether the check of sentences finds what was made wrong and lets pass what is true. */
export const bench: Bench = {
  about:
    "2,000 sentences of real passages with one number, date, dose, unit, name or negation changed, and 2,000 true ones",
  run({ report }) {
    const checked = makeCases(readPassages(), EACH).map((one) => ({
      ...one,
      isAlarm: checkSentence(one.sentence, one.passages).verdict !== "supported",
    }));
    const share = (which: (one: SupportCase) => boolean) => {
      const some = checked.filter(which);
      return some.filter(({ isAlarm }) => isAlarm).length / some.length;
    };
    // The rules were tuned on the sentences of passages at even places: the others are the honest half.
    const honest = ({ isForTuning }: SupportCase) => !isForTuning;
    report({
      metric: "caught.tunedHalf",
      value: share((one) => one.isForTuning && one.change !== null),
      unit: "share",
    });
    report({
      metric: "falseAlarm.tunedHalf",
      value: share((one) => one.isForTuning && one.change === null),
      unit: "share",
    });
    for (const kind of CHANGE_KINDS)
      report({ metric: `caught.${kind}`, value: share((one) => honest(one) && one.change === kind), unit: "share" });
    for (const isParaphrased of [false, true]) {
      const metric = `falseAlarm.${isParaphrased ? "paraphrased" : "verbatim"}`;
      const value = share((one) => honest(one) && one.change === null && one.isParaphrased === isParaphrased);
      report({ metric, value, unit: "share" });
    }
    report({
      metric: "caught",
      value: share((one) => honest(one) && one.change !== null),
      unit: "share",
      goal: { op: ">=", value: 0.95 },
    });
    report({
      metric: "falseAlarm",
      value: share((one) => honest(one) && one.change === null),
      unit: "share",
      goal: { op: "<=", value: 0.05 },
    });
    return Promise.resolve();
  },
};
