import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import type { Folder } from "../contract.ts";
import type { Inspector } from "./inspector.ts";
import type { Library } from "./library.ts";
import { knownPlaces, ollamaFolders, type PlacesSystem } from "./places.ts";
import { carryOut, planScan, type ScanOptions, type ScanPlan } from "./scan.ts";
import { watchFolders } from "#main/lib/watch-folders.ts";

/** Looking for models: as a job when somebody asks or there is much to read, and by itself when something changes on disk. */
export interface ScanJob {
  /** Somebody waits for it. */
  readonly isRunning: boolean;
  /** Looks once, quietly where little has changed, and from then on whenever something does. */
  watch(): void;
  /** The one under way, or a new one. */
  begin(): { jobId: string };
  /** The user's own folders, as they were when they were last looked at. */
  folders(): Folder[];
  dispose(): void;
}

export interface ScanJobOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly jobs: Jobs;
  /** Cloister's own: what is in them came here through Cloister. */
  readonly ownFolders: readonly string[];
  /** The user's. */
  readonly folders: () => string[];
  /** Where other programs keep models; null looks nowhere else. */
  readonly system: PlacesSystem | null;
  readonly log: Log;
  readonly onChange: (isRunning: boolean) => void;
  readonly onFolders: () => void;
  /** For tests. */
  readonly settleMs?: number;
  readonly askEveryMs?: number;
}

/** More than this to read is worth a job that shows how far it is and can be stopped. */
const READ_QUIETLY = 20;
/** A file that was written to so recently is perhaps not whole yet. */
const SETTLED_AFTER_MS = 3_000;

export function createScanJob(options: ScanJobOptions): ScanJob {
  const { library, inspector, jobs, ownFolders, folders, system, log, onChange, onFolders } = options;
  const { settleMs = SETTLED_AFTER_MS } = options;
  const quitting = new AbortController();
  const states = new Map<string, Folder["state"]>();
  let running: { jobId: string } | null = null;
  let isLooking = false;
  let lookAgain = false;
  let watchedCount = 0;
  let isWatching = false;
  let settleTimer: NodeJS.Timeout | undefined;
  const watch = watchFolders({
    onChange: () => void look(),
    log,
    ...(options.askEveryMs === undefined ? {} : { askEveryMs: options.askEveryMs }),
  });

  jobs.register<Record<never, never>, never>({
    kind: "scan-models",
    canPause: false,
    afterRestart: "fail",
    atOnce: 1,
    async run({ signal, progress }) {
      onChange(true);
      // Asked for: also what was written a moment ago is read.
      const scan = scanOptions(signal, progress, 0);
      await complete(await planScan(scan), scan);
    },
  });

  function scanOptions(signal: AbortSignal, progress: ScanOptions["progress"], settle: number): ScanOptions {
    const places = [
      ...ownFolders.map((path) => ({ path, keptIn: "cloister" as const })),
      ...(system === null ? [] : knownPlaces(system)),
      ...folders().map((path) => ({ path, keptIn: "folder" as const })),
    ];
    const ollama = system === null ? [] : ollamaFolders(system);
    return { library, inspector, places, ollamaFolders: ollama, log, signal, progress, settleMs: settle };
  }

  async function complete(plan: ScanPlan, scan: ScanOptions): Promise<void> {
    await carryOut(plan, scan);
    showFolders(plan);
    if (quitting.signal.aborted || !isWatching) return;
    const before = watchedCount;
    watchedCount = plan.folders.length;
    watch.set([...scan.places.map(({ path }) => path), ...scan.ollamaFolders], plan.folders);
    // What was put into a new folder before it was watched.
    if (watchedCount > before && before > 0) lookAgain = true;
    if (plan.isUnsettled) {
      clearTimeout(settleTimer);
      settleTimer = setTimeout(() => void look(), settleMs);
      settleTimer.unref();
    }
  }
  function showFolders({ places }: ScanPlan): void {
    const before = JSON.stringify([...states]);
    states.clear();
    for (const path of folders()) states.set(path, places.get(path) ?? "here");
    if (JSON.stringify([...states]) !== before) onFolders();
  }

  /** Quietly, unless there is much to read. Another change in the meantime is looked at afterwards. */
  async function look(): Promise<void> {
    lookAgain = true;
    if (isLooking || running !== null || quitting.signal.aborted) return;
    isLooking = true;
    try {
      while (lookAgain && !quitting.signal.aborted) {
        lookAgain = false;
        const scan = scanOptions(quitting.signal, () => undefined, settleMs);
        const plan = await planScan(scan);
        if (plan.toRead.length > READ_QUIETLY) {
          begin();
          return;
        }
        await complete(plan, scan);
      }
    } catch (error) {
      if (!quitting.signal.aborted) log.error({ err: error }, "Looking for models failed");
    } finally {
      isLooking = false;
    }
  }

  function begin(): { jobId: string } {
    if (running !== null) return running;
    const { jobId, done } = jobs.start("scan-models", "", {});
    running = { jobId };
    void done.then(() => {
      running = null;
      onChange(false);
      if (lookAgain) void look();
    });
    return running;
  }

  return {
    get isRunning() {
      return running !== null;
    },
    watch() {
      isWatching = true;
      void look();
    },
    begin,
    folders: () => folders().map((path) => ({ path, state: states.get(path) ?? "here" })),
    dispose() {
      quitting.abort("quit");
      clearTimeout(settleTimer);
      watch.close();
      if (running !== null) jobs.cancel(running.jobId);
    },
  };
}
