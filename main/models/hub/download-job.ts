import { mkdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Gate } from "#main/privacy/request.ts";
import type { Network } from "#main/privacy/service.ts";
import { lockFolder } from "#main/store/lock.ts";
import { type Download, startDownload } from "./download/download.ts";
import { folderGone, onDisk } from "./download/disk-error.ts";
import { discard } from "./download/fetch-file.ts";
import { TIMING, type Timing } from "./download/timing.ts";
import { gateOf } from "./gate-of.ts";
import type { DownloadPlan, Wanted } from "./plan.ts";

export interface DownloadJobOptions {
  jobs: Jobs;
  network: Network;
  host(address: string): string;
  plan(wanted: Wanted, gate: Gate): Promise<DownloadPlan>;
  token(): string | null;
  bytesPerSecond(): number | null;
  /** The folder that is there without anybody having made it. */
  defaultFolder: string;
  onBrought(plan: DownloadPlan): Promise<void>;
  timing?: Timing;
}

export interface DownloadJob {
  start(wanted: Wanted): { jobId: string };
  /** Of those that run, and of later ones. */
  limit(bytesPerSecond: number | null): void;
  /** Throws away what was left by a job that has failed. */
  discard(jobId: string): void;
}

/** Connections of one download. More take bandwidth from others, not from the server. */
const LANES = 4;
const AT_ONCE = 2;

/** Bringing models here as jobs that can be paused, and go on after a crash or days with what they have. */
export function createDownloadJob(options: DownloadJobOptions): DownloadJob {
  const { jobs, network, plan, token, bytesPerSecond, defaultFolder, onBrought, timing = TIMING } = options;
  const running = new Set<Download>();
  const started = new Map<string, { key: string; leftovers: DownloadPlan | null }>();

  jobs.register<Wanted, DownloadPlan>({
    kind: "download-model",
    canPause: true,
    // The user's permission was for this file, and holds until it is here.
    afterRestart: "resume",
    atOnce: AT_ONCE,
    async run({ jobId, payload, checkpoint, signal, progress, saveCheckpoint }) {
      using allowance = network.allow({
        kind: "download",
        host: options.host(payload.address),
        purpose: `Download of ${payload.name}`,
      });
      const gate = gateOf(allowance);
      progress(null, { key: "asking-hub", values: {} });
      const planned = checkpoint ?? (await plan(payload, gate));
      if (checkpoint === null) saveCheckpoint(planned);
      const known = started.get(jobId);
      if (known !== undefined) known.leftovers = planned;
      signal.throwIfAborted();
      using held = new DisposableStack();
      held.use(lockTarget(planned, payload.folder, defaultFolder));
      await fetchAll(planned, gate, signal, progress);
      if (signal.aborted) return;
      await onBrought(planned);
    },
    discard: (_, checkpoint) => discardAll(checkpoint),
  });

  async function fetchAll(
    planned: DownloadPlan,
    gate: Gate,
    signal: AbortSignal,
    progress: (fraction: number | null, step?: { key: string; values: Record<string, number | string> }) => void,
  ): Promise<void> {
    const totalBytes = planned.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let fraction: number | null = null;
    const order = { files: planned.files, token: token(), lanes: LANES, bytesPerSecond: bytesPerSecond(), timing };
    const download = startDownload(order, gate, {
      onHave(bytes) {
        fraction = totalBytes === 0 ? 0 : bytes / totalBytes;
        progress(fraction, { key: "downloading", values: {} });
      },
      onStep(step) {
        if (typeof step === "object") {
          progress(fraction, { key: "waiting-for-hub", values: { seconds: Math.ceil(step.waitMs / 1_000) } });
        } else progress(fraction, { key: step, values: {} });
      },
    });
    running.add(download);
    const stop = (): void => download.stop();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      await download.ended;
    } finally {
      signal.removeEventListener("abort", stop);
      running.delete(download);
    }
  }

  return {
    start(wanted) {
      const key = JSON.stringify([wanted.address, wanted.repository, wanted.file, wanted.quantisation]);
      const same = [...started].find(([, each]) => each.key === key);
      if (same !== undefined) return { jobId: same[0] };
      const { jobId, done } = jobs.start("download-model", wanted.name, wanted);
      started.set(jobId, { key, leftovers: null });
      void done.then((job) => {
        const known = started.get(jobId);
        // A failed one may be gone on with, by asking for it again; what it left is remembered for `discard`.
        if (job.state !== "failed") started.delete(jobId);
        else if (known !== undefined) known.key = "";
      });
      return { jobId };
    },
    limit(speed) {
      for (const download of running) download.limit(speed);
    },
    discard(jobId) {
      discardAll(started.get(jobId)?.leftovers ?? null);
      started.delete(jobId);
    },
  };
}

function discardAll(planned: DownloadPlan | null): void {
  for (const { path } of planned?.files ?? []) discard(path);
}

/**
 * The right to write these files: two Cloisters may share a folder of models. Throws ALREADY_OPEN, and FOLDER_GONE when a folder of
 * the user's is not there: on a drive that was taken out, it would be made in the drive's place.
 */
function lockTarget(planned: DownloadPlan, folder: string, defaultFolder: string): Disposable {
  const [first] = planned.files;
  const path = first?.path ?? join(folder, "model");
  if (folder !== defaultFolder && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw folderGone(folder);
  }
  onDisk(path, 0, () => mkdirSync(dirname(path), { recursive: true }));
  const lockFile = join(dirname(path), `.${basename(path)}.lock`);
  const lock = lockFolder(lockFile, path);
  return {
    [Symbol.dispose]() {
      // Removed while it is held: whoever opens it next makes a new one.
      if (process.platform !== "win32") rmSync(lockFile, { force: true });
      lock[Symbol.dispose]();
      if (process.platform === "win32") rmSync(lockFile, { force: true });
    },
  };
}
