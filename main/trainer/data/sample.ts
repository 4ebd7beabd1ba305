import type { Vocabulary } from "../ggml/vocabulary.ts";
import type { Example } from "../network.ts";
import type { DataReport } from "../train-contract.ts";

export const MOST_SAMPLES = 5;
/** Of each part: a report is looked at, and travels between processes. */
const LONGEST = 2_000;

type Sample = DataReport["samples"][number];

/** As the model reads it, special tokens written out: what is learnt, and what is only read. */
export function sampleOf({ ids, targets }: Example, vocabulary: Vocabulary): Sample {
  const learnt = new Uint8Array(ids.length);
  for (const place of targets) learnt[place + 1] = 1;
  const parts: Sample = [];
  for (let from = 0; from < ids.length;) {
    let until = from + 1;
    while (until < ids.length && learnt[until] === learnt[from]) until += 1;
    const text = vocabulary.detokenize(ids.slice(from, until), true);
    parts.push({ text: shortened(text), isLearnt: learnt[from] === 1 });
    from = until;
  }
  return parts;
}

/** The middle is left out: both ends show where a part begins and how it ends. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST / 2)} […] ${text.slice(-LONGEST / 2)}`;
}
