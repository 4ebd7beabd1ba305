import { implement } from "@orpc/server";
import { createStream } from "#main/process/stream.ts";
import { type CompareEvent, type QuantiseEvent, trainerContract } from "./contract.ts";
import { loadModel } from "./ggml/model.ts";
import { compareModels } from "./recipes/compare.ts";
import { collectImportance, type Importance } from "./recipes/importance.ts";
import { planQuantising, quantiseModel } from "./recipes/quantise.ts";
import { outputsProcedures } from "./serve-outputs.ts";
import { trainingProcedures } from "./serve-training.ts";
import { createFreeThreads, type FreeThreads } from "./threads.ts";
import { cutWindows } from "./windows.ts";

type Emit<T> = (event: T) => void;
type Step = "reading-text" | "quantising" | "comparing";

/** The procedures of a trainer child. */
export function trainerRouter() {
  const os = implement(trainerContract);
  return os.router({
    ...trainingProcedures(),
    ...outputsProcedures(),
    plan: os.plan.handler(({ input }) => planQuantising(input.source, input.fileTypes)),
    quantise: os.quantise.handler(({ input }) =>
      createStream<QuantiseEvent>(async (emit) => {
        const { text, maxThreads, source } = input;
        using threads = createFreeThreads(maxThreads);
        const importance =
          text === null ? null : await readImportance(source, text, threads, progressTo(emit, "reading-text"));
        const { bytes } = await quantiseModel({
          ...input,
          importance,
          // All of them: they wait for nobody, and at this priority for everybody else.
          threads: maxThreads,
          onProgress: progressTo(emit, "quantising"),
        });
        emit({ type: "done", bytes, importanceTokens: importance?.tokens ?? 0 });
      }),
    ),
    compare: os.compare.handler(({ input }) =>
      createStream<CompareEvent>(async (emit) => {
        using threads = createFreeThreads(input.maxThreads);
        const comparison = await compareModels({ ...input, threads, onProgress: progressTo(emit, "comparing") });
        emit({ type: "done", comparison });
      }),
    ),
  });
}

/** The model's memory is given back before it is quantised. */
async function readImportance(
  source: { path: string; name: string },
  text: string,
  threads: FreeThreads,
  onProgress: (fraction: number) => void,
): Promise<Importance> {
  using model = await loadModel(source.path, source.name);
  const { toLearn } = cutWindows(model, text);
  // Awaited here: the model is freed when this function returns.
  return await collectImportance(model, {
    windows: toLearn,
    threads,
    onProgress: (windows) => onProgress(windows / toLearn.length),
  });
}

function progressTo(emit: Emit<{ type: "progress"; step: Step; fraction: number }>, step: Step) {
  emit({ type: "progress", step, fraction: 0 });
  return (fraction: number) => emit({ type: "progress", step, fraction });
}
