import { onTestFinished } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import type { TrainEvent } from "../train-contract.ts";
import { type KnownRun, type KnownRunOptions, runKnown } from "./known-run.ts";

/** Runs of a test, each in a folder of its own if none is given, and what they told. */

export function newFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

export const run = (options: Partial<KnownRunOptions> = {}): Promise<KnownRun> =>
  runKnown({ folder: newFolder(), ...options });

export const losses = ({ steps }: KnownRun): [number, number][] => steps.map(({ step, loss }) => [step, loss]);
export const judged = ({ events }: KnownRun) => events.flatMap((event) => (event.type === "judged" ? [event] : []));
export const notices = ({ events }: KnownRun) =>
  events.flatMap((event) => (event.type === "notice" ? [event.notice] : []));

/** The last event of one that came to its end; throws what ended any other. */
export function done({ events, error }: KnownRun): unknown {
  if (error !== null) throw error as Error;
  return events.at(-1);
}

export class Killed extends Error {}
/** As a child that is killed when it has taken so many steps. */
export const killedAfter = (step: number) => (event: TrainEvent) => {
  if (event.type === "step" && event.report.step === step) throw new Killed();
};
