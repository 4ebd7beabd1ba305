import { availableMemory } from "node:process";
import { implement } from "@orpc/server";
import { freeBytesOf } from "#main/lib/write-whole.ts";
import { createStream } from "#main/process/stream.ts";
import { checkModel } from "./check-model.ts";
import { trainerContract } from "./contract.ts";
import { examineData } from "./data/examine.ts";
import { openTokenised } from "./data/open-tokenised.ts";
import { openNetwork } from "./open-network.ts";
import { writeAdapter } from "./outputs/write-adapter.ts";
import { trainLora } from "./recipes/lora.ts";
import { measureTraining } from "./recipes/measure.ts";
import { createControl, type RunControl } from "./run/control.ts";
import type { FinishedAdapter, RunParts } from "./run/run.ts";
import { createFreeThreads, type FreeThreads } from "./threads.ts";
import type { ExamineEvent, MeasureEvent, TrainEvent } from "./train-contract.ts";

const parts: RunParts = {
  openNetwork,
  openTokenised,
  writeAdapter: (adapter) => writeAdapter(outputOf(adapter)),
  freeDiskBytes: freeBytesOf,
  freeMemoryBytes: availableMemory,
};

/** The procedures of a trainer child that train: one training, or what comes before it, at a time. */
export function trainingProcedures() {
  const os = implement(trainerContract);
  let running: { control: RunControl; threads: FreeThreads } | null = null;

  return {
    examine: os.examine.handler(({ input, signal = new AbortController().signal }) =>
      createStream<ExamineEvent>(async (emit) => {
        // Before the data is read, which may take long.
        await checkModel(input.model);
        const onProgress = progressTo(emit, "reading-data");
        const report = await examineData({ ...input, signal, onProgress });
        emit({ type: "done", report });
      }),
    ),
    measure: os.measure.handler(({ input }) =>
      createStream<MeasureEvent>(async (emit) => {
        using threads = createFreeThreads(input.maxThreads);
        emit({ type: "done", plan: await measureTraining({ input, parts, threads, emit }) });
      }),
    ),
    train: os.train.handler(({ input }) =>
      createStream<TrainEvent>(async (emit) => {
        using threads = createFreeThreads(input.maxThreads);
        const control = createControl();
        running = { control, threads };
        try {
          await trainLora({ input, parts, control, threads, emit });
        } finally {
          running = null;
        }
      }),
    ),
    // A training that has ended meanwhile has nothing to end, and no threads to share.
    end: os.end.handler(({ input }) => running?.control.end(input.how)),
    share: os.share.handler(({ input }) => running?.threads.limit(input.maxThreads)),
  };
}

function outputOf({ path, network, values, input, ...rest }: FinishedAdapter): Parameters<typeof writeAdapter>[0] {
  const { dataHash, step, heldOutLoss, heldOutLossBefore } = rest;
  return {
    path,
    architecture: network.architecture,
    lora: network.lora,
    values,
    type: "F16",
    origin: {
      name: input.name,
      baseModel: { name: input.model.name, sha256: input.modelSha256 },
      dataHash,
      settings: input.settings,
      step,
      heldOutLoss,
      heldOutLossBefore,
      versions: input.versions,
    },
  };
}

function progressTo(emit: (event: ExamineEvent) => void, step: "reading-data") {
  return (fraction: number) => emit({ type: "progress", step, fraction });
}
