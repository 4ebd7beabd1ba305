import { isAppError } from "#main/rpc/errors.ts";
import type { DataReport, TrainEvent, TrainingNotice, TrainingPlan } from "#main/trainer/train-contract.ts";
import type { TrainingEnd, TrainingEvent, TrainingProgress } from "#main/trainer/training-client.ts";
import { BadCommand } from "./command.ts";
import { count, duration, size } from "./words.ts";

/** Says what happens: in sentences, or as JSON lines. */
export interface Report {
  progress(event: TrainingProgress): void;
  data(report: DataReport): void;
  plan(plan: TrainingPlan): void;
  event(event: TrainingEvent): void;
  end(end: TrainingEnd, out: string): void;
  /** A sentence for whoever watches; not for a program. */
  note(text: string): void;
  problem(error: unknown): void;
}

/** Steps of a small model take milliseconds: a line each second is enough to read. */
const LINE_MS = 1_000;

const DOING: Record<TrainingProgress["step"], string> = {
  "reading-data": "reading the texts",
  loading: "loading the model",
  measuring: "measuring some steps",
  training: "training",
  judging: "looking at the held-out texts",
  merging: "merging",
};

export function jsonReport(): Report {
  const line = (value: object): void => console.log(JSON.stringify(value));
  return {
    progress: line,
    data: (report) => line({ type: "data", report }),
    plan: (plan) => line({ type: "plan", plan }),
    event: line,
    end: (end, out) => line({ ...end, adapterPath: end.adapterPath === null ? null : out }),
    note: (text) => console.error(text),
    problem: (error) => line({ type: "error", ...problemOf(error) }),
  };
}

export function plainReport(): Report {
  const isTerminal = process.stdout.isTTY;
  let steps = 0;
  let shownAt = -Infinity;
  let last = "";
  const line = (text: string): void => console.log(isTerminal ? `\r\u001b[K${text}` : text);

  return {
    progress({ step, fraction }) {
      const text = `${DOING[step]} ${String(Math.floor(fraction * 100))} %`;
      if (isTerminal) process.stdout.write(`\r\u001b[K${text}`);
      // In a log: what it does, once.
      else if (step !== last && step !== "judging") console.log(DOING[step]);
      last = step;
    },
    data: (report) => dataLines(report).forEach(line),
    plan: (plan) => planLines(plan).forEach(line),
    event(event) {
      if (event.type === "progress") this.progress(event);
      if (event.type === "started") steps = event.steps;
      if (event.type === "notice") line(noticeLine(event.notice));
      if (event.type === "judged") line(judgedLine(event));
      if (event.type !== "step") return;
      const isLast = event.report.step === steps;
      if (!isLast && performance.now() - shownAt < LINE_MS) return;
      shownAt = performance.now();
      line(stepLine(event, steps));
    },
    end: (end, out) => line(endLine(end, out)),
    note: line,
    problem(error) {
      console.error(`${isTerminal ? "\r\u001b[K" : ""}${problemOf(error).message}`);
    },
  };
}

function dataLines({ training, heldOut, ...report }: DataReport): string[] {
  const left = [
    [report.cut, "longer than what is read at once and cut off at their end"],
    [report.dropped, "longer than what is read at once and left out"],
    [report.copies, "the same as another and left out"],
    [report.empty, "without an answer and left out"],
  ] as const;
  const odd = left.filter(([number]) => number > 0).map(([number, what]) => `${number.toLocaleString("en")} ${what}`);
  return [
    `${count(training.examples, "example")} to learn from: ${count(training.tokens, "token")}, of which ${training.targets.toLocaleString("en")} are learnt and the others only read; the longest has ${report.longestTokens.toLocaleString("en")}.`,
    heldOut.examples === 0
      ? "No example is held out: nothing will say whether it gets better."
      : `${count(heldOut.examples, "example")} held out to judge by.`,
    ...(odd.length > 0 ? [`Examples that are ${odd.join("; ")}.`] : []),
    ...(report.template === "plain" ? ["The model has no chat template: the plain one of Cloister is used."] : []),
  ];
}

function planLines({ steps, seconds, memory, threads, card, fallbacks, refusedCard, ...plan }: TrainingPlan): string[] {
  return [
    ...(card === null ? [] : [cardLine(card)]),
    ...(fallbacks.length === 0 ? [] : [fallbacksLine(fallbacks)]),
    ...(refusedCard === null ? [] : [refusedLine(refusedCard)]),
    `${count(steps, "step")} take about ${duration(seconds.likely)} (${duration(seconds.least)} to ${duration(seconds.most)}), at ${plan.tokensPerSecond.toFixed(0)} tokens/s on ${count(threads, "thread")}.`,
    `It needs ${size(memory.whole)} of memory and ${size(plan.diskBytes)} of disk; the adapter will have ${size(plan.adapterBytes)}.`,
  ];
}

function cardLine({ name, layers, ofLayers, bytes, freeBytes }: NonNullable<TrainingPlan["card"]>): string {
  const rest = ofLayers - layers;
  const part = rest === 0 ? "The whole model is" : `${count(layers, "layer")} of ${String(ofLayers)} and the head are`;
  return `${part} on ${name}, with ${size(bytes)} of the ${size(freeBytes)} that are free there.`;
}

function stepLine(event: Extract<TrainEvent, { type: "step" }>, steps: number): string {
  const { report, tokensPerSecond, secondsLeft, memoryBytes } = event;
  const parts = [
    `step ${String(report.step)}/${String(steps)}`,
    `epoch ${report.epoch.toFixed(2)}`,
    `loss ${report.loss.toFixed(4)}`,
    `gradient ${report.gradientNorm.toFixed(2)}`,
    `rate ${report.learningRate.toExponential(1)}`,
    ...(tokensPerSecond === null ? [] : [`${tokensPerSecond.toFixed(0)} tokens/s`]),
    size(memoryBytes),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ];
  return parts.join("  ");
}

function judgedLine({ step, heldOutLoss, isBest }: Extract<TrainEvent, { type: "judged" }>): string {
  const when = step === 0 ? "before" : `after ${count(step, "step")}`;
  return `held-out loss ${when}: ${heldOutLoss.toFixed(4)}${isBest ? ", the best so far" : ""}`;
}

function noticeLine(notice: TrainingNotice): string {
  if (notice.kind === "resumed") {
    const why = notice.problem === null ? "" : `; the last save was not used: ${notice.problem}`;
    return `Goes on after step ${String(notice.step)}${why}.`;
  }
  if (notice.kind === "not-a-number") {
    return `The loss of step ${String(notice.step)} was no number: back to step ${String(notice.backTo)}, with a rate of ${notice.learningRate.toExponential(1)}.`;
  }
  if (notice.kind === "card-refused") return refusedLine(notice.card);
  if (notice.kind === "low-memory") return `Memory gets short: ${size(notice.freeBytes)} are free.`;
  return fallbacksLine(notice.operations);
}

function fallbacksLine(operations: readonly string[]): string {
  return `Computed on the processor, as the card cannot: ${operations.join(", ")}.`;
}

function refusedLine(card: string): string {
  return `${card} is not used: it computes otherwise than the processor here. A newer driver may help.`;
}

function endLine(end: TrainingEnd, out: string): string {
  const ended = { finished: "", stopped: "Stopped. ", patience: "It did not get better any more. ", paused: "" };
  const { heldOutLoss, heldOutLossBefore, bestStep, step } = end;
  const judged =
    heldOutLoss === null || heldOutLossBefore === null
      ? ""
      : ` Loss on the held-out texts: ${heldOutLossBefore.toFixed(4)} without, ${heldOutLoss.toFixed(4)} with it.`;
  const which = bestStep === step ? "" : ` It is that of step ${String(bestStep)}, the best on the held-out texts.`;
  return `${ended[end.reason]}The adapter is ${out}.${which}${judged}`;
}

function problemOf(error: unknown): { code: string; message: string } {
  if (isAppError(error)) return { code: error.code, message: error.message };
  if (error instanceof BadCommand) return { code: "INVALID_INPUT", message: error.message };
  return { code: "INTERNAL", message: error instanceof Error ? error.message : String(error) };
}
