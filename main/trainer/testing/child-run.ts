import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Child, ChildHost } from "#main/process/child-host.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { startTrainer } from "../start.ts";
import type { DataSettings, TrainingSettings } from "../train-contract.ts";
import { USUAL_SETTINGS } from "../train-contract.ts";
import type { TrainingEnd, TrainingEvent } from "../training-client.ts";

/** A training in a real child, as the app does it; for tests and benches. */

export interface ChildRun {
  readonly model: string;
  readonly folder: string;
  readonly settings: TrainingSettings;
}

export interface RunFolderOptions {
  model: string;
  /** Lines of JSONL. */
  lines: readonly object[];
  settings?: Partial<TrainingSettings>;
  data?: Partial<DataSettings>;
}

const DATA: DataSettings = { template: null, contextTokens: 512, tooLong: "cut", heldOut: 0, seed: 1 };

/** Reads the lines into a new folder under `parent`. */
export async function examined(parent: string, { model, lines, settings, data }: RunFolderOptions): Promise<ChildRun> {
  const folder = mkdtempSync(join(parent, "run-"));
  const path = join(folder, "lines.jsonl");
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  using trainer = start();
  await trainer.client.examine(
    {
      model: { path: model, name: "Ada" },
      sources: [{ path, name: "lines.jsonl", format: null, columns: null }],
      data: { ...DATA, ...data },
      folder,
    },
    () => undefined,
  );
  return { model, folder, settings: { ...USUAL_SETTINGS, device: "cpu", ...settings } };
}

export interface Trained {
  readonly events: readonly TrainingEvent[];
  readonly end: TrainingEnd;
}

export interface TrainOptions {
  onEvent?: (event: TrainingEvent, kill: () => void) => void;
  threads?: number;
  /** SIGKILL so long after the child was started, unless it has ended. */
  killAfterMs?: number;
}

/** Begins, or goes on. Rejects with `KilledRun` when it was killed. */
export async function trained({ model, folder, settings }: ChildRun, options: TrainOptions = {}): Promise<Trained> {
  const { onEvent, threads = 1, killAfterMs } = options;
  using trainer = start();
  const events: TrainingEvent[] = [];
  let isKilled = false;
  const kill = (): void => {
    isKilled = true;
    trainer.kill();
  };
  const timer = killAfterMs === undefined ? undefined : setTimeout(kill, killAfterMs);
  try {
    const end = await trainer.client.train(
      {
        ...{ model: { path: model, name: "Ada" }, folder, settings, maxThreads: threads },
        ...{ name: "Voice", modelSha256: null, versions: {} },
      },
      (event) => {
        events.push(event);
        onEvent?.(event, kill);
      },
    );
    return { events, end };
  } catch (error) {
    throw isKilled ? new KilledRun(events) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** A child ended by SIGKILL: what it had said until then. */
export class KilledRun extends Error {
  readonly events: readonly TrainingEvent[];
  constructor(events: readonly TrainingEvent[]) {
    super("The training was killed");
    this.events = events;
  }
}

/** Losses by step, and of looks at held-out texts. */
export function lossesOf(events: readonly TrainingEvent[]): Map<string, number> {
  return new Map(
    events.flatMap((event): [string, number][] => {
      if (event.type === "step") return [[`step ${String(event.report.step)}`, event.report.loss]];
      return event.type === "judged" ? [[`look ${String(event.step)}`, event.heldOutLoss]] : [];
    }),
  );
}

export function newFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), "train-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function start() {
  const host = createNodeChildHost();
  let child: Child | null = null;
  const childHost: ChildHost = {
    start(kind, env) {
      child = host.start(kind, env);
      return child;
    },
  };
  const signal = new AbortController().signal;
  const client = startTrainer({ childHost, signal, onCrash: () => undefined });
  return {
    client,
    /** As the system does it: the client learns it from the child's end. */
    kill: () => child?.kill(),
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}
