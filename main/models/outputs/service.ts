import type { AdapterUse } from "#main/chat/contract.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import { startTrainer } from "#main/trainer/start.ts";
import type { ModelAdapters } from "../lease.ts";
import type { Inspector } from "../library/inspector.ts";
import type { Library } from "../library/library.ts";
import { freeBytesOf } from "../quantise/target.ts";
import { checkSource } from "../quantise/refusal.ts";
import { subjectOf } from "../quantise/jobs.ts";
import type { MergeOffer, MergeType } from "./contract.ts";
import { type ExportPayload, newFolderIn, registerExportJob } from "./export-job.ts";
import { type MergePayload, registerMergeJob } from "./merge-job.ts";

/** What is made of adapters: a model of its own, or a folder for Hugging Face's PEFT. */
export interface OutputsService {
  planMerge(request: MergeRequest, signal?: AbortSignal): Promise<MergeOffer>;
  merge(request: MergeRequest & { name: string }): Promise<{ jobId: string }>;
  exportPeft(request: { modelId: string; adapterId: string; folder: string }): Promise<{ jobId: string; path: string }>;
}

export interface MergeRequest {
  modelId: string;
  adapters: readonly AdapterUse[];
  type: MergeType;
}

export interface OutputsOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly jobs: Jobs;
  readonly resolveAdapters: ModelAdapters["resolveAdapters"];
  /** Of the model's file as it is now; null: not known. */
  readonly knownSha256: (modelId: string) => string | null;
  readonly childHost: ChildHost;
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
}

export function createOutputs(options: OutputsOptions): OutputsService {
  const { library, jobs, childHost, dataDir, log, resolveAdapters } = options;
  const folder = dataPaths(dataDir).models;
  const trainer = (signal: AbortSignal) =>
    startTrainer({
      childHost,
      signal,
      onCrash: ({ code, signal, lastWords }) => log.error({ code, signal, lastWords }, "A trainer has crashed"),
    });
  const context = { ...options, folder, trainer };
  registerMergeJob(context);
  registerExportJob(context);

  return {
    async planMerge({ modelId, adapters, type }, signal = new AbortController().signal) {
      const record = checkSource(library.get(modelId));
      const resolved = await resolveAdapters(modelId, adapters);
      using child = trainer(signal);
      const plan = await child.planMerge({
        model: { path: record.path, name: record.name },
        adapters: resolved.map(({ path, scale }, index) => ({
          path,
          name: adapters[index]?.name ?? "",
          strength: scale,
        })),
        type,
      });
      return {
        ...plan,
        name: `${record.name} + ${adapters.map(({ name }) => name).join(" + ")}`.slice(0, 200),
        sourceBytes: record.sizeBytes,
        freeBytes: await freeBytesOf(folder),
      };
    },

    async merge(request) {
      const record = checkSource(library.get(request.modelId));
      // What can be seen at once is said at once.
      await resolveAdapters(request.modelId, request.adapters);
      const { jobId } = jobs.start<MergePayload>("merge-adapters", subjectOf(record), request);
      return { jobId };
    },

    async exportPeft({ modelId, adapterId, folder: into }) {
      const record = checkSource(library.get(modelId));
      const adapter = library.get(adapterId);
      await resolveAdapters(modelId, [{ adapterId, name: adapter.name, scale: 1 }]);
      const path = await newFolderIn(into, adapter.name);
      const { jobId } = jobs.start<ExportPayload>("export-adapter", adapter.name, {
        modelId: record.id,
        adapterId,
        path,
      });
      return { jobId, path };
    },
  };
}
