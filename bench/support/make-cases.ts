import { createRandom, integer } from "../lib/random.ts";
import { change, CHANGE_KINDS, type ChangeKind, namesIn } from "./changes.ts";
import { PARAPHRASES } from "./paraphrases.ts";
import type { RealPassage } from "./real-passages.ts";

export interface SupportCase {
  readonly sentence: string;
  /** What it cites: its own passage, for every second one with another beside it. */
  readonly passages: readonly string[];
  /** null: it is true. */
  readonly change: ChangeKind | null;
  readonly isParaphrased: boolean;
  /** Passages at even places are for tuning; the others are the honest half. */
  readonly isForTuning: boolean;
}

/** `each` changed sentences of all kinds as far as there are some, and as many true ones; the same for the same seed. */
export function makeCases(passages: readonly RealPassage[], each: number): SupportCase[] {
  const random = createRandom(20_261);
  const all = shuffled(
    passages.flatMap(({ sentences }, place) => sentences.map((sentence) => ({ sentence, place }))),
    random,
  );
  const otherNames = [...new Set(passages.flatMap(({ text }) => namesIn(text)))];
  const cases: SupportCase[] = [];
  const counts = new Map<ChangeKind | null, number>();
  const most = Math.ceil(each / CHANGE_KINDS.length);
  let missing = 0;

  const count = (kind: ChangeKind | null) => counts.get(kind) ?? 0;
  const add = (kind: ChangeKind | null, sentence: string, place: number, isParaphrased: boolean) => {
    counts.set(kind, count(kind) + 1);
    const own = passages[place]?.text ?? "";
    const beside = passages[(place + 1) % passages.length]?.text ?? "";
    const cited = random() < 0.5 ? [own] : random() < 0.5 ? [own, beside] : [beside, own];
    cases.push({ sentence, passages: cited, change: kind, isParaphrased, isForTuning: place % 2 === 0 });
  };
  // Rare kinds are taken where they are; what they lack the others give.
  for (const allowed of [most, each]) {
    for (const { sentence, place } of all) {
      if (cases.length - count(null) >= each) break;
      const { text, isParaphrased } = paraphrase(sentence, random);
      const kinds = shuffled(CHANGE_KINDS, random).toSorted((a, b) => count(a) - count(b));
      const made = kinds
        .filter((kind) => count(kind) < allowed)
        .map((kind) => ({
          kind,
          text: change(kind, text, { random, otherNames, passage: passages[place]?.text ?? "" }),
        }))
        .find((one) => one.text !== null);
      if (made?.text) add(made.kind, made.text, place, isParaphrased);
      else missing += 1;
    }
  }
  for (const { sentence, place } of shuffled(all, random)) {
    if (count(null) >= each) break;
    const { text, isParaphrased } = paraphrase(sentence, random);
    add(null, text, place, isParaphrased);
  }
  if (cases.length < 2 * each)
    throw new Error(`only ${String(cases.length)} cases could be made (${String(missing)} without)`);
  return cases;
}

/** A quarter stays as it is; the others take up to three changes of words, where there is something to change. */
function paraphrase(sentence: string, random: () => number): { text: string; isParaphrased: boolean } {
  if (random() < 0.25) return { text: sentence, isParaphrased: false };
  let text = sentence;
  let done = 0;
  for (const one of shuffled(PARAPHRASES, random)) {
    if (done === 3) break;
    const next = one(text);
    if (next === null) continue;
    text = next;
    done += 1;
  }
  return { text, isParaphrased: done > 0 };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const mixed = [...values];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = integer(random, 0, at);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}
