import type { SequenceEvaluateOptions, Token } from "node-llama-cpp";
import type { Sampling } from "#main/chat/contract.ts";

/** Tokens that a repeat penalty looks back at. */
const REPEAT_WINDOW = 64;

/**
 * Sampling in node-llama-cpp's words. `generated` grows while the answer is written: the repeat penalty counts what the model wrote, and
 * not the question.
 */
export function samplingOptions(
  sampling: Sampling,
  seed: number,
  generated: readonly number[],
): SequenceEvaluateOptions {
  const options: SequenceEvaluateOptions = {
    temperature: sampling.temperature,
    topP: sampling.topP,
    minP: sampling.minP,
    // Without a limit its sampler would sort the whole vocabulary for every token; null, which its type does not know, leaves it out.
    topK: (sampling.topK > 0 ? sampling.topK : null) as number,
    seed,
  };
  if (sampling.repeatPenalty === 1) return options;
  return {
    ...options,
    repeatPenalty: {
      penalty: sampling.repeatPenalty,
      maxPunishTokens: REPEAT_WINDOW,
      punishTokens: () => generated.slice(-REPEAT_WINDOW) as Token[],
    },
  };
}
