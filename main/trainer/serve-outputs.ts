import { implement } from "@orpc/server";
import { createStream } from "#main/process/stream.ts";
import { trainerContract } from "./contract.ts";
import type { ExportEvent, MergeEvent } from "./outputs/contract.ts";
import { exportPeft } from "./outputs/peft-export.ts";
import { mergeModel, planMerging } from "./recipes/merge.ts";

/** The procedures of a trainer child that make something of adapters. */
export function outputsProcedures() {
  const os = implement(trainerContract);
  return {
    planMerge: os.planMerge.handler(({ input }) => planMerging(input)),
    merge: os.merge.handler(({ input }) =>
      createStream<MergeEvent>(async (emit) => {
        const onProgress = (fraction: number) => emit({ type: "progress", step: "merging", fraction });
        emit({ type: "done", plan: await mergeModel({ ...input, onProgress }) });
      }),
    ),
    exportPeft: os.exportPeft.handler(({ input }) =>
      createStream<ExportEvent>(async (emit) => {
        const onProgress = (fraction: number) => emit({ type: "progress", step: "exporting", fraction });
        await exportPeft({ ...input, onProgress });
        emit({ type: "done" });
      }),
    ),
  };
}
