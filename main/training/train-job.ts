import { setTimeout as wait } from "node:timers/promises";
import type { JobRun, Jobs } from "#main/jobs/worker.ts";
import { isAppError } from "#main/rpc/errors.ts";
import { asCrash, modelToTrain, type TrainingContext } from "./context.ts";
import { plannedFor, settingsToTrain } from "./plan.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { threadsOf } from "./threads.ts";
import type { ModelRecord } from "./trainable.ts";
import type { TrainDone, Trainer } from "./trainer.ts";

interface Payload {
  trainingId: string;
}
type Run = JobRun<Payload, { step: number }>;

export interface TrainJob {
  start(trainingId: string): string;
  /** To one that works now: ends after its step and keeps the best. False where none works. */
  stop(trainingId: string): boolean;
  /** Its share of the processor has changed. */
  shareChanged(trainingId: string): void;
}

/** Asked so often whether a chat is being answered. */
const LOOK_EVERY_MS = 500;
/** The last step must come to its end and be saved; the app waits 5 s for all jobs when it quits. */
const SAVING_AT_QUIT_MS = 4_000;
/** A trainer that ends by itself so often without a save in between is not started again. */
const MOST_CRASHES = 3;

export function registerTrainJob(jobs: Jobs, context: TrainingContext): TrainJob {
  const { trainings, adapters, folders, log } = context;
  /** Those that work now, and what they are told. */
  const working = new Map<string, { trainer: Trainer | null; recorder: Recorder }>();

  jobs.register<Payload, { step: number }>({
    kind: "train",
    canPause: true,
    afterRestart: "resume",
    // Each takes the memory and the cores of all.
    atOnce: 1,
    async run(run) {
      const { trainingId } = run.payload;
      const record = trainings.find(trainingId);
      if (record === null || record.deletedAt !== null) return;
      // Paused, or the app closed, in the moment in which it came to its end: its adapter is on the shelf already.
      if (record.result !== null) return await folders.free(trainingId);
      const seconds = plannedFor(record)?.plan.seconds.likely;
      const plannedMs = seconds === undefined ? null : seconds * 1_000;
      const { progress, saveCheckpoint } = run;
      const recorder = createRecorder({ trainings, trainingId, progress, saveCheckpoint, plannedMs });
      working.set(trainingId, { trainer: null, recorder });
      try {
        const model = await modelToTrain(context, record.modelId);
        const done = await trainToEnd(run, model, recorder);
        if (done !== null) await keep(trainingId, done);
      } finally {
        working.delete(trainingId);
        recorder.change({ waitsForChat: false });
      }
    },
  });

  /** null: it was paused, and goes on another time. */
  async function trainToEnd(run: Run, model: ModelRecord, recorder: Recorder): Promise<TrainDone | null> {
    let crashes = 0;
    let savedBefore = recorder.run().savedStep;
    for (;;) {
      try {
        const done = await trainOnce(run, model, recorder);
        if (done.reason !== "paused") return done;
        if (run.signal.aborted) return null;
        await untilQuiet(run, recorder);
      } catch (error) {
        if (run.signal.aborted || isAppError(error)) throw error;
        const { savedStep } = recorder.run();
        crashes = savedStep === savedBefore ? crashes + 1 : 1;
        savedBefore = savedStep;
        log.error({ err: error, crashes, savedStep }, "A trainer ended by itself");
        if (crashes >= MOST_CRASHES) throw asCrash(error, model.name, savedStep ?? 0, crashes);
      }
    }
  }

  /** With one child, from what was saved to its end, or until somebody else comes first. */
  async function trainOnce({ payload, signal }: Run, model: ModelRecord, recorder: Recorder): Promise<TrainDone> {
    const { trainingId } = payload;
    const record = trainings.get(trainingId);
    const child = new AbortController();
    using trainer = context.trainer(child.signal);
    const over = new AbortController();
    const tell = (how: "pause" | "stop") => {
      trainer.end({ how }).catch((error: unknown) => log.debug({ err: error }, "A trainer could not be told to end"));
    };
    const onAbort = () => {
      tell("pause");
      if (signal.reason === "quit") setTimeout(() => child.abort(), SAVING_AT_QUIT_MS).unref();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    working.set(trainingId, { trainer, recorder });
    void letChatsFirst(trainingId, recorder, over.signal, () => tell("pause"));
    try {
      return await trainer.train(
        {
          model: { path: model.path, name: model.name },
          folder: folders.of(trainingId),
          settings: settingsToTrain(record),
          maxThreads: threadsOf(record.share),
          name: record.name,
          modelSha256: context.models.knownSha256(model.id),
          versions: { cloister: context.version },
        },
        (event) => {
          recorder.take(event);
          // Before it has begun nobody can end it but by killing it.
          if (event.type !== "started") return;
          if (signal.aborted) tell("pause");
          else if (recorder.run().isStopping) tell("stop");
          else if (recorder.run().waitsForChat) tell("pause");
        },
      );
    } finally {
      over.abort();
      signal.removeEventListener("abort", onAbort);
      recorder.flush();
    }
  }

  async function letChatsFirst(trainingId: string, recorder: Recorder, over: AbortSignal, pause: () => void) {
    while (!over.aborted) {
      const isWanted = trainings.find(trainingId)?.pausesForChat === true && !recorder.run().isStopping;
      if (isWanted && context.models.writing() > 0) {
        recorder.change({ waitsForChat: true });
        pause();
        return;
      }
      await wait(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }

  /** Somebody who chats asks again soon: it goes on when nothing was written for a while. */
  async function untilQuiet({ payload, signal, progress }: Run, recorder: Recorder): Promise<void> {
    let quietSince = performance.now();
    const { step, steps } = recorder.run();
    progress(steps === 0 ? null : step / steps, { key: "training-for-chat", values: {} }, null);
    while (performance.now() - quietSince < context.quietMs) {
      if (trainings.get(payload.trainingId).pausesForChat === false || recorder.run().isStopping) break;
      await wait(Math.min(LOOK_EVERY_MS, context.quietMs), undefined, { signal });
      if (context.models.writing() > 0) quietSince = performance.now();
    }
    recorder.change({ waitsForChat: false });
  }

  /** The adapter goes onto the shelf; what the training worked with is not needed any more. */
  async function keep(trainingId: string, done: TrainDone): Promise<void> {
    if (done.adapterPath === null || done.reason === "paused") throw new Error("The trainer ended without an adapter");
    const { name } = trainings.get(trainingId);
    const { adapterId, sizeBytes } = await adapters.keep(done.adapterPath, name);
    const { reason, step, bestStep, heldOutLoss, heldOutLossBefore } = done;
    const result = { reason, step, bestStep, heldOutLoss, heldOutLossBefore, adapterId, adapterBytes: sizeBytes };
    trainings.change(trainingId, { result });
    await folders.free(trainingId);
  }

  return {
    start(trainingId) {
      const { name } = trainings.get(trainingId);
      return jobs.start<Payload>("train", name, { trainingId }).jobId;
    },
    stop(trainingId) {
      const now = working.get(trainingId);
      if (now === undefined) return false;
      now.recorder.change({ isStopping: true });
      now.trainer?.end({ how: "stop" }).catch((error: unknown) => {
        log.debug({ err: error }, "A trainer could not be told to stop");
      });
      return true;
    },
    shareChanged(trainingId) {
      const maxThreads = threadsOf(trainings.get(trainingId).share);
      working
        .get(trainingId)
        ?.trainer?.share({ maxThreads })
        .catch((error: unknown) => log.debug({ err: error }, "A trainer did not take its share"));
    },
  };
}
