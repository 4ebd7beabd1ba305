import { mkdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { JobsService } from "#main/jobs/service.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Gate } from "#main/privacy/request.ts";
import type { Network } from "#main/privacy/service.ts";
import { AppError } from "#main/rpc/errors.ts";
import { lockFolder } from "#main/store/lock.ts";
import { type Download, type DownloadThread, startDownloadThread } from "./download/download.ts";
import { folderGone, onDisk } from "./download/disk-error.ts";
import { discard } from "./download/fetch-file.ts";
import { TIMING, type Timing } from "./download/timing.ts";
import { gateOf } from "./gate-of.ts";
import type { DownloadPlan, Wanted } from "./plan.ts";
import type { HubStore } from "./store.ts";

export interface DownloadJobOptions {
  jobs: Jobs & Pick<JobsService, "dismiss" | "list" | "resume">;
  saved: HubStore;
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
  /** A failed one again, with what it had. NOT_FOUND. */
  retry(jobId: string): { jobId: string };
  /** Throws away what a failed one left, and takes it off the list. NOT_FOUND. */
  discard(jobId: string): void;
}

/** Connections of one download. More take bandwidth from others, not from the server. */
const LANES = 4;
const AT_ONCE = 2;

/** Bringing models here as jobs that can be paused, and go on after a crash or days with what they have. */
export function createDownloadJob(options: DownloadJobOptions): DownloadJob {
  const { jobs, saved, network, plan, token, bytesPerSecond, defaultFolder, onBrought, timing = TIMING } = options;
  const running = new Set<Download>();
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
      // It is there by the time that the hub has answered.
      using thread = startDownloadThread();
      progress(null, { key: "asking-hub", values: {} });
      const planned = checkpoint ?? (await plan(payload, gate));
      if (checkpoint === null) {
        saveCheckpoint(planned);
        saved.rememberPlan(jobId, planned);
      }
      signal.throwIfAborted();
      using held = new DisposableStack();
      held.use(lockTarget(planned, payload.folder, defaultFolder));
      await fetchAll(thread, planned, gate, signal, progress);
      if (signal.aborted) return;
      await onBrought(planned);
      saved.forgetDownload(jobId);
    },
    discard: (_, checkpoint) => discardAll(checkpoint),
  });

  function remembered(jobId: string) {
    const found = saved.download(jobId);
    if (found === null) throw new AppError("NOT_FOUND", "This download is no longer known.", { what: "job" });
    return found;
  }

  function start(wanted: Wanted): { jobId: string } {
    // Asked for twice, it comes once; also when it goes on from before the last start.
    const same = jobs.list().find(({ id, kind, endedAt }) => {
      return kind === "download-model" && endedAt === null && isSame(saved.download(id)?.wanted, wanted);
    });
    if (same !== undefined) {
      jobs.resume(same.id);
      return { jobId: same.id };
    }
    const { jobId, done } = jobs.start("download-model", wanted.name, wanted);
    saved.rememberDownload(jobId, wanted);
    void done.then(({ state }) => {
      if (state === "cancelled") saved.forgetDownload(jobId);
    });
    return { jobId };
  }

  async function fetchAll(
    thread: DownloadThread,
    planned: DownloadPlan,
    gate: Gate,
    signal: AbortSignal,
    progress: (fraction: number | null, step?: { key: string; values: Record<string, number | string> }) => void,
  ): Promise<void> {
    const totalBytes = planned.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let fraction: number | null = null;
    const order = { files: planned.files, token: token(), lanes: LANES, bytesPerSecond: bytesPerSecond(), timing };
    const download = thread.download(order, gate, {
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
    start,
    limit(speed) {
      for (const download of running) download.limit(speed);
    },
    retry(jobId) {
      const { wanted } = remembered(jobId);
      jobs.dismiss(jobId);
      saved.forgetDownload(jobId);
      return start(wanted);
    },
    discard(jobId) {
      const { plan: left } = remembered(jobId);
      jobs.dismiss(jobId);
      discardAll(left);
      saved.forgetDownload(jobId);
    },
  };
}

function isSame(one: Wanted | undefined, other: Wanted): boolean {
  const fields = ["address", "repository", "file", "quantisation"] as const;
  return one !== undefined && fields.every((field) => one[field] === other[field]);
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
