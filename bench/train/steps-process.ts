import { readFileSync } from "node:fs";
import { medianOf } from "#main/engine/median.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import type { Example } from "#main/trainer/network.ts";
import { openNetwork } from "#main/trainer/open-network.ts";
import { type TrainingSettings, USUAL_SETTINGS } from "#main/trainer/train-contract.ts";

export interface StepsRequest {
  readonly model: string;
  /** One after the other, with the same weights: reading them takes longer than some steps. */
  readonly threads: readonly number[];
  /** Of the one example that is read again and again; the last quarter is learnt. */
  readonly tokens: number;
  readonly seconds: number;
  readonly settings: Partial<TrainingSettings>;
}

export interface StepsAnswer {
  /** In the order of the threads that were asked for. */
  readonly speeds: readonly StepSpeed[];
  readonly peakBytes: number;
}

export interface StepSpeed {
  /** Of the median time. */
  readonly tokensPerSecond: number;
  /** In the products with frozen weights and the head's, there and back; the adapter's own and attention are not counted. */
  readonly flopsPerSecond: number;
}

process.on("message", (request: StepsRequest) => void measure(request).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit(0));

async function measure({ model, threads, tokens, seconds, settings }: StepsRequest): Promise<StepsAnswer> {
  using network = await openNetwork(
    { path: model, name: "model" },
    { ...USUAL_SETTINGS, device: "cpu", ...settings, threads: Math.max(...threads) },
  );
  const ids = Int32Array.from({ length: tokens }, (_, at) => 10 + ((at * 7) % (network.words - 20)));
  const from = Math.floor(tokens * 0.75);
  const targets = Int32Array.from({ length: tokens - 1 - from }, (_, at) => from + at);
  const example: Example = { ids, targets };
  // The first gets its memory from the system.
  await network.learn([example], { weight: 1, dropoutSeed: 0 });
  const flops = await flopsOf(model, tokens, targets.length);
  const speeds: StepSpeed[] = [];
  for (const count of threads) {
    network.setThreads(count);
    const time = await usualTime();
    speeds.push({ tokensPerSecond: tokens / time, flopsPerSecond: flops / time });
  }
  return { speeds, peakBytes: peakBytes() };

  async function usualTime(): Promise<number> {
    const times: number[] = [];
    const began = performance.now();
    while (times.length < 2 || performance.now() - began < seconds * 1_000) {
      const step = performance.now();
      await network.learn([example], { weight: 1, dropoutSeed: times.length });
      times.push((performance.now() - step) / 1_000);
    }
    return medianOf(times);
  }
}

/** Two for each number and token, forward and back. */
async function flopsOf(model: string, tokens: number, targets: number): Promise<number> {
  const { tensors } = await readGgufHeader(model);
  let flops = 0;
  for (const { name, shape } of tensors) {
    const [columns = 1, rows = 1] = shape;
    if (/^blk\..*\.weight$/.test(name) && rows > 1) flops += 4 * columns * rows * tokens;
  }
  const head =
    tensors.find(({ name }) => name === "output.weight") ?? tensors.find(({ name }) => name === "token_embd.weight");
  const [columns = 1, rows = 1] = head?.shape ?? [];
  return flops + 4 * columns * rows * targets;
}

/** The most memory that this process ever held, loading included. */
function peakBytes(): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1_024;
}
