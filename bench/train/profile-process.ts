import { type OperationTime, profile } from "#main/trainer/ggml/profile.ts";
import type { Example } from "#main/trainer/network.ts";
import { openNetwork } from "#main/trainer/open-network.ts";
import { USUAL_SETTINGS } from "#main/trainer/train-contract.ts";

export interface ProfileRequest {
  readonly model: string;
  readonly threads: number;
  /** Read together, as a step reads them. */
  readonly examples: number;
  readonly tokens: number;
  readonly targets: number;
}

export interface ProfileAnswer {
  readonly operations: readonly OperationTime[];
  /** The whole step as it usually runs: what no operation takes is building the graph, and looking for likely words. */
  readonly stepMilliseconds: number;
  readonly tokens: number;
}

process.on("message", (request: ProfileRequest) => void measure(request).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit(0));

async function measure({ model, threads, examples, tokens, targets }: ProfileRequest): Promise<ProfileAnswer> {
  let isProfiling = false;
  let operations: OperationTime[] = [];
  using network = await openNetwork(
    { path: model, name: "model" },
    {
      ...USUAL_SETTINGS,
      device: "cpu",
      threads,
      compute: async (machine, graph) => {
        if (isProfiling) operations = profile(machine, graph.nodes());
        else await graph.compute();
      },
    },
  );
  const batch = Array.from({ length: examples }, (_, index): Example => {
    const ids = Int32Array.from({ length: tokens }, (_, at) => 10 + (((at + index) * 7) % (network.words - 20)));
    return { ids, targets: Int32Array.from({ length: targets }, (_, at) => tokens - 1 - targets + at) };
  });
  const step = () => network.learn(batch, { weight: 1 / examples, dropoutSeed: 0 });
  await step();
  const from = performance.now();
  await step();
  const stepMilliseconds = performance.now() - from;
  isProfiling = true;
  await step();
  return { operations, stepMilliseconds, tokens: examples * tokens };
}
