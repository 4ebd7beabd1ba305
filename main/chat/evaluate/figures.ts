import { telling } from "#main/support/tokens.ts";
import type { EvaluationFigures, ExpectedPassage, QuestionResult } from "./contract.ts";

/** So much of an expected text has to stand in a passage: documents are cut into passages elsewhere than people quote. */
const ENOUGH_WORDS = 0.6;

/** Whether a passage is one that was expected. */
export function isExpected(
  passage: { readonly documentName: string; readonly text: string },
  { documentName, text }: ExpectedPassage,
): boolean {
  if (documentName !== "" && plainName(documentName) !== plainName(passage.documentName)) return false;
  const [wanted, there] = [plainText(text), plainText(passage.text)];
  if (wanted === "" || there.includes(wanted) || (there.length > 40 && wanted.includes(there))) return true;
  const words = telling(wanted);
  const own = new Set(telling(there).map(({ stem, text: word }) => stem || word));
  const shared = words.filter((token) => own.has(token.stem || token.text)).length;
  return words.length > 0 && shared / words.length >= ENOUGH_WORDS;
}

/** What a run comes to. */
export function figuresOf(results: readonly QuestionResult[]): EvaluationFigures {
  const answerable = results.filter((result) => result.isAnswerable);
  const unanswerable = results.filter((result) => !result.isAnswerable);
  const abstained = results.filter((result) => result.isAbstained);
  const checked = results.reduce((sum, result) => sum + result.checked, 0);
  const supported = results.reduce((sum, result) => sum + result.supported, 0);
  const within = (most: number) => answerable.filter(({ ranks }) => ranks.some((rank) => rank <= most)).length;
  return {
    recall5: share(within(5), answerable.length),
    recall10: share(within(10), answerable.length),
    ndcg10: share(
      answerable.reduce((sum, result) => sum + ndcg(result.ranks), 0),
      answerable.length,
    ),
    abstentionPrecision: share(abstained.filter((result) => !result.isAnswerable).length, abstained.length),
    abstentionRecall: share(unanswerable.filter((result) => result.isAbstained).length, unanswerable.length),
    supportRate: share(supported, checked),
  };
}

/** Normalised discounted cumulative gain at 10 of equally good passages, as many as were found at most. */
function ndcg(ranks: readonly number[]): number {
  if (ranks.length === 0) return 0;
  const gain = (places: readonly number[]) => places.reduce((sum, place) => sum + 1 / Math.log2(place + 1), 0);
  return gain(ranks) / gain(ranks.map((_, at) => at + 1));
}

function share(some: number, all: number): number | null {
  return all === 0 ? null : some / all;
}

function plainName(name: string): string {
  return name
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .trim()
    .toLowerCase();
}

function plainText(text: string): string {
  return text.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase();
}
