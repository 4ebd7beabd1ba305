import { looksOf } from "./judging.ts";
import type { StepReport } from "../train-contract.ts";
import type { Run } from "./run.ts";

/** What a step has come to, how fast it goes and when it ends. */
export function tell(run: Run, report: StepReport): void {
  const tokensPerSecond = run.speed.tokensPerSecond();
  run.emit({
    type: "step",
    report,
    memoryBytes: process.memoryUsage.rss(),
    threads: run.threads.now(),
    tokensPerSecond,
    secondsLeft: tokensPerSecond === null ? null : secondsLeft(run, tokensPerSecond),
  });
}

/** With the looks at the held-out texts that are still to come. */
function secondsLeft(run: Run, tokensPerSecond: number): number {
  const { order, progress, settings, data, judgingSeconds } = run;
  const examples = order.examples - Math.min(order.examples, progress.step * settings.batchExamples);
  const tokens = (examples * data.report.training.tokens) / data.report.training.examples;
  const looks = data.heldOut.count === 0 ? 0 : looksOf(settings, order.steps, progress.step);
  return tokens / tokensPerSecond + looks * judgingSeconds;
}
