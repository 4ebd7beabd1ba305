import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { DataReport, TrainingPlan } from "#main/trainer/train-contract.ts";
import type { TrainDone, Trainer } from "../trainer.ts";

export const REPORT: DataReport = {
  hash: "a".repeat(64),
  training: { examples: 80, tokens: 8_000, targets: 3_000 },
  heldOut: { examples: 9, tokens: 900, targets: 300 },
  longestTokens: 180,
  ...{ cut: 2, dropped: 0, copies: 1, empty: 3, template: "own" },
  samples: [[{ text: "Question", isLearnt: false }]],
};

export const PLAN: TrainingPlan = {
  ...{ steps: 20, tokens: 8_000, tokensPerSecond: 200 },
  seconds: { likely: 40, least: 36, most: 48 },
  memory: { weights: 1e6, transposed: 2e6, adapter: 1e5, compute: 5e5, whole: 4e6 },
  ...{ card: null, fallbacks: [], refusedCard: null },
  ...{ adapterBytes: 1e5, diskBytes: 1e6, threads: 1 },
};

/** A trainer whose steps come when the test says so, with its checkpoint in the folder as the real one has it. */
export interface FakeTrainer {
  /** Lets so many steps happen, then holds. */
  allow(steps: number): void;
  /** What fails next: before the text is read, or at this step. */
  failure: { at: "examine" | number; error: unknown } | null;
  /** What it measures otherwise than `PLAN`. */
  plan: Partial<TrainingPlan>;
  readonly asked: { what: string; input: unknown }[];
  start(signal: AbortSignal): Trainer;
}

const SAVE_EVERY = 5;

export function createFakeTrainer(): FakeTrainer {
  let allowed = 0;
  let wake: () => void = () => undefined;
  const asked: FakeTrainer["asked"] = [];
  const fake: FakeTrainer = {
    failure: null,
    plan: {},
    asked,
    allow(steps) {
      allowed += steps;
      wake();
    },
    start: (signal) => child(signal),
  };

  function failAt(at: "examine" | number): void {
    const { failure } = fake;
    if (failure?.at !== at) return;
    fake.failure = null;
    throw failure.error;
  }

  function child(signal: AbortSignal): Trainer {
    let ending: "pause" | "stop" | null = null;
    const changed = () => wake();
    signal.addEventListener("abort", changed);
    const note = (what: string, input: unknown) => void asked.push({ what, input });

    async function mayStep(): Promise<void> {
      while (allowed === 0 && ending === null && !signal.aborted)
        await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) throw new AppError("CANCELLED", "Cancelled.", {});
    }

    return {
      async examine(input, onProgress) {
        note("examine", input);
        await Promise.resolve();
        failAt("examine");
        onProgress({ type: "progress", step: "reading-data", fraction: 1 });
        return REPORT;
      },
      measure(input, onProgress) {
        note("measure", input);
        onProgress({ type: "progress", step: "measuring", fraction: 1 });
        return Promise.resolve({ ...PLAN, ...fake.plan });
      },
      async train(input, onEvent): Promise<TrainDone> {
        note("train", input);
        // What it is told before it trains has nothing to end.
        ending = null;
        const { folder, settings } = input;
        const checkpoint = join(folder, "checkpoint.bin");
        const steps = Math.ceil(settings.epochs * (fake.plan.steps ?? PLAN.steps));
        let step = existsSync(checkpoint) ? Number(readFileSync(checkpoint, "utf8")) : 0;
        const save = () => {
          writeFileSync(checkpoint, String(step));
          onEvent({ type: "saved", step });
        };
        onEvent({ type: "started", steps, step });
        if (step === 0) onEvent({ type: "judged", step: 0, heldOutLoss: 4, isBest: true });
        while (step < steps) {
          await mayStep();
          if (ending !== null) break;
          allowed -= 1;
          step += 1;
          failAt(step);
          const report = { step, epoch: step / PLAN.steps, loss: 4 - step / 40, tokens: 400, seconds: 2 };
          const memory = { memoryBytes: 3e6, threads: 1, tokensPerSecond: 200, secondsLeft: 2 * (steps - step) };
          onEvent({ type: "step", report: { ...report, gradientNorm: 1, learningRate: 1e-4 }, ...memory });
          if (step % SAVE_EVERY !== 0) continue;
          onEvent({ type: "judged", step, heldOutLoss: 4 - step / 50, isBest: true });
          save();
        }
        const ended = { step, bestStep: step, heldOutLoss: 4 - step / 50, heldOutLossBefore: 4 };
        if (ending === "pause" && step < steps) {
          save();
          return { type: "done", reason: "paused", ...ended, adapterPath: null };
        }
        const adapterPath = join(folder, "adapter.gguf");
        writeFileSync(adapterPath, encodeGguf(tinyAdapter({ name: input.name })));
        return { type: "done", reason: ending === "stop" ? "stopped" : "finished", ...ended, adapterPath };
      },
      end({ how }) {
        ending = how;
        wake();
        return Promise.resolve();
      },
      share(input) {
        note("share", input);
        return Promise.resolve();
      },
      [Symbol.dispose]: () => signal.removeEventListener("abort", changed),
    };
  }

  return fake;
}
