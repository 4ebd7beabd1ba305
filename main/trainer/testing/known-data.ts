import type { ExampleList, TokenisedData } from "../data/tokenised.ts";
import type { Example } from "../network.ts";

/** Examples of several lengths, the same for the same seed. Each word is followed by one that a known network can learn to guess. */
export function knownData(options: { training?: number; heldOut?: number } = {}): TokenisedData {
  const training = examples(options.training ?? 20, 1);
  const heldOut = examples(options.heldOut ?? 0, 1_000);
  return {
    report: {
      hash: `known ${String(training.length)} ${String(heldOut.length)}`,
      training: counted(training),
      heldOut: counted(heldOut),
      longestTokens: Math.max(0, ...[...training, ...heldOut].map(({ ids }) => ids.length)),
      cut: 0,
      dropped: 0,
      copies: 0,
      empty: 0,
      template: "none",
      samples: [],
    },
    words: 100,
    training: listOf(training),
    heldOut: listOf(heldOut),
    [Symbol.dispose]: () => undefined,
  };
}

function examples(count: number, from: number): Example[] {
  return Array.from({ length: count }, (_, index) => {
    const length = 4 + ((from + index * 7) % 9);
    const ids = Int32Array.from({ length }, (_, at) => ((from + index) * 31 + at * 17) % 50);
    return { ids, targets: Int32Array.from({ length: length - 1 }, (_, at) => at) };
  });
}

function listOf(examples: readonly Example[]): ExampleList {
  return {
    count: examples.length,
    at: (index) => examples[index] as Example,
    tokensAt: (index) => (examples[index] as Example).ids.length,
  };
}

function counted(examples: readonly Example[]) {
  const sum = (of: "ids" | "targets"): number => examples.reduce((total, example) => total + example[of].length, 0);
  return { examples: examples.length, tokens: sum("ids"), targets: sum("targets") };
}
