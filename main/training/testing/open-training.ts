import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { createJobs, type JobsService } from "#main/jobs/service.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import { createLog } from "#main/lib/log.ts";
import { openAdapters } from "#main/models/adapters/testing.ts";
import { openModels, type OpenModels } from "#main/models/testing/open-models.ts";
import type { CurvePoint, Training } from "../contract.ts";
import { createTraining, type TrainingService } from "../service.ts";
import { createFakeTrainer, type FakeTrainer } from "./fake-trainer.ts";

/** Trainings over a real store, real files and real jobs, with a trainer that the test decides about. */
export interface OpenTraining extends AsyncDisposable {
  readonly open: OpenModels;
  readonly adapters: ReturnType<typeof openAdapters>;
  readonly trainer: FakeTrainer;
  readonly modelId: string;
  service: TrainingService & Disposable;
  jobs: Jobs & JobsService;
  /** Answers being written, as the models would say. */
  writing: number;
  freeMemoryBytes: number;
  /** A file with texts; its path. */
  file(name: string, text?: string): string;
  see(trainingId: string): Promise<Training & { points: CurvePoint[] }>;
  /** Waits until it is so. */
  until(trainingId: string, state: Training["state"]): Promise<Training & { points: CurvePoint[] }>;
  /** One that was read and measured. */
  examined(name?: string): Promise<string>;
  /** Waits for its plan, which comes a little after its texts were read. */
  measured(trainingId: string): Promise<Training>;
  /** Ends the app, as a crash or in order, and starts it again on the same data. */
  restart(how: "crash" | "quit"): Promise<void>;
}

export async function openTraining(folder: string): Promise<OpenTraining> {
  const open = await openModels(folder);
  const adapters = openAdapters(open);
  const trainer = createFakeTrainer();
  const log = createLog({ level: "silent" });
  const { id: modelId } = await open.models.addFile(await open.write("tiny.gguf", { name: "Tiny" }));
  let children = new AbortController();

  function start() {
    const jobs = createJobs({ store: open.store, log });
    const dying = children.signal;
    const service = createTraining({
      ...{ jobs, adapters, log, store: open.store, dataDir: open.dataDir, quietMs: 20, settleMs: 0, version: "0.1.0" },
      models: {
        library: open.models.library,
        ready: (id) => open.models.ready(id),
        knownSha256: (id) => open.models.knownSha256(id),
        writing: () => opened.writing,
      },
      trainer: (signal) => trainer.start(AbortSignal.any([signal, dying])),
      freeMemoryBytes: () => opened.freeMemoryBytes,
    });
    jobs.begin();
    service.begin();
    return { jobs, service };
  }

  const opened: Omit<OpenTraining, "jobs" | "service"> & Partial<Pick<OpenTraining, "jobs" | "service">> = {
    ...{ open, adapters, trainer, modelId, writing: 0, freeMemoryBytes: 8e9 },
    file(name, text = '{"text":"Once upon a time"}\n') {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    async see(trainingId) {
      for await (const event of whole.service.watch(trainingId)) {
        if (event.type === "snapshot") return { ...event.training, points: event.points };
      }
      throw new Error("no snapshot came");
    },
    until: (trainingId, state) =>
      vi.waitFor(async () => {
        const seen = await whole.see(trainingId);
        if (seen.state !== state) throw new Error(`it is ${seen.state}: ${seen.problem?.message ?? ""}`);
        return seen;
      }, 3_000),
    async examined(name = "Notes") {
      const { trainingId } = whole.service.create(name, modelId);
      await whole.service.addSource(trainingId, whole.file(`${name}.jsonl`));
      await opened.measured(trainingId);
      return trainingId;
    },
    measured: (trainingId) =>
      vi.waitFor(async () => {
        const seen = await whole.see(trainingId);
        if (seen.plan === null) throw new Error("it was not measured");
        return seen;
      }),
    async restart(how) {
      if (how === "quit") await whole.jobs.dispose();
      whole.service[Symbol.dispose]();
      children.abort();
      children = new AbortController();
      Object.assign(whole, start());
      await Promise.resolve();
    },
    async [Symbol.asyncDispose]() {
      await whole.jobs.dispose();
      whole.service[Symbol.dispose]();
      children.abort();
      adapters[Symbol.dispose]();
      await open[Symbol.asyncDispose]();
    },
  };
  const whole: OpenTraining = Object.assign(opened, start());
  return whole;
}
