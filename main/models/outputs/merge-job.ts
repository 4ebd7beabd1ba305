import type { startTrainer } from "#main/trainer/start.ts";
import { openTarget } from "../quantise/target.ts";
import { checkFile } from "../ready-file.ts";
import type { MergeRequest, OutputsOptions } from "./service.ts";

export type MergePayload = MergeRequest & { name: string };

export interface OutputsContext extends OutputsOptions {
  /** Where Cloister keeps models that it made. */
  readonly folder: string;
  trainer(signal: AbortSignal): ReturnType<typeof startTrainer>;
}

/** A model of its own of a model and adapters: under a name that no scan takes for a model until it is whole and was looked at. */
export function registerMergeJob(context: OutputsContext): void {
  const { library, inspector, jobs, folder, resolveAdapters, knownSha256, version, trainer: start } = context;
  jobs.register<MergePayload, never>({
    kind: "merge-adapters",
    canPause: false,
    afterRestart: "fail",
    atOnce: 1,
    async run({ payload, signal, progress, jobId }) {
      const { modelId, adapters, type, name } = payload;
      const report = (fraction: number) => progress(fraction, { key: "merging", values: {} });
      report(0);
      const record = await checkFile(library, inspector, modelId);
      const resolved = await resolveAdapters(modelId, adapters);
      const source = {
        model: { path: record.path, name: record.name },
        adapters: resolved.map(({ path, scale }, index) => ({
          path,
          name: adapters[index]?.name ?? "",
          strength: scale,
        })),
        type,
      };
      using trainer = start(signal);
      const { bytes } = await trainer.planMerge(source);
      const target = await openTarget(folder, jobId, bytes);
      try {
        const { folder, fileName } = target;
        const origin = { name, modelSha256: knownSha256(modelId), versions: { cloister: version } };
        await trainer.merge({ ...source, ...origin, folder, fileName }, ({ fraction }) => report(fraction));
        signal.throwIfAborted();
        // Looked at before it has a model's name: what cannot be read is never offered.
        const inspection = await inspector.inspect(target.path);
        library.note(await target.finish(name), "cloister", inspection, name);
      } catch (error) {
        await target.discard();
        throw error;
      }
    },
  });
}
