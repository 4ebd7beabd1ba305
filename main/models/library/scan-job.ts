import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import type { Inspector } from "./inspector.ts";
import type { Library } from "./library.ts";
import { knownPlaces, ollamaFolders, type PlacesSystem } from "./places.ts";
import { scan } from "./scan.ts";

/** Looking for models as a job, one at a time. */
export interface ScanJob {
  readonly isRunning: boolean;
  /** The one under way, or a new one. */
  begin(): { jobId: string };
  cancel(): void;
}

export function createScanJob(options: {
  library: Library;
  inspector: Inspector;
  jobs: Jobs;
  sampleDir: string;
  /** The user's own folders. */
  folders(): string[];
  /** Where other programs keep models; null looks nowhere else. */
  system: PlacesSystem | null;
  log: Log;
  onChange(isRunning: boolean): void;
}): ScanJob {
  const { library, inspector, jobs, sampleDir, folders, system, log, onChange } = options;
  let running: { jobId: string } | null = null;

  jobs.register<Record<never, never>, never>({
    kind: "scan-models",
    canPause: false,
    afterRestart: "fail",
    atOnce: 1,
    async run({ signal, progress }) {
      onChange(true);
      const places = [
        { path: sampleDir, keptIn: "cloister" as const },
        ...(system === null ? [] : knownPlaces(system)),
        ...folders().map((path) => ({ path, keptIn: "folder" as const })),
      ];
      const ollama = system === null ? [] : ollamaFolders(system);
      await scan({ library, inspector, places, ollamaFolders: ollama, log, signal, progress });
    },
  });

  return {
    get isRunning() {
      return running !== null;
    },
    begin() {
      if (running !== null) return running;
      const { jobId, done } = jobs.start("scan-models", "", {});
      running = { jobId };
      void done.then(() => {
        running = null;
        onChange(false);
      });
      return running;
    },
    cancel() {
      if (running !== null) jobs.cancel(running.jobId);
    },
  };
}
