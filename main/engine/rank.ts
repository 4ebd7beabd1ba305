import type { LlamaModel, LlamaRankingContext } from "node-llama-cpp";
import type { Threads } from "./threads.ts";
import type { Turns } from "./turns.ts";

export interface Ranker {
  /**
   * How likely each text answers the question, from 0 to 1, as the model says. Of a text that is too long for it the best of its pieces
   * counts. Throws when the model is none that ranks.
   */
  rank(question: string, texts: readonly string[]): Promise<number[]>;
}

/** Question and text are read as one: passages are short, and a larger context takes memory on every computer. */
const MOST_TOKENS = 2_048;
/** A question may take so much of it; the rest of one that is longer does not count. */
const QUESTION_SHARE = 0.5;

/** Makes its context when it is first used. */
export function createRanker(model: LlamaModel, turns: Turns, threads: Threads, maxThreads: number): Ranker {
  const size = Math.min(model.trainContextSize, MOST_TOKENS);
  let created: Promise<LlamaRankingContext> | null = null;

  function context(): Promise<LlamaRankingContext> {
    created ??= model.createRankingContext({ contextSize: size, batchSize: size, threads: maxThreads });
    return created;
  }

  return {
    async rank(question, texts) {
      const ranking = await context();
      const asked = model.tokenize(question, false).slice(0, Math.floor(size * QUESTION_SHARE));
      const scores: number[] = [];
      for (const text of texts) {
        const input = model.tokenize(text, false);
        const score = await turns.take(() =>
          threads.run("reading", asked.length + input.length, null, () =>
            ranking.rank(asked, input, { onOverflow: "maxChunk" }),
          ),
        );
        scores.push(score);
      }
      return scores;
    },
  };
}
