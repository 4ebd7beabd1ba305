import { existsSync } from "node:fs";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import type { Network } from "#main/privacy/service.ts";
import type { ModelsView } from "./contract.ts";
import { installSample } from "./install-sample.ts";
import { SAMPLE, sampleFile } from "./sample.ts";

/** What the network policy shows for it. */
const DESTINATION = { host: "the Python package index", purpose: `the sample model, ${SAMPLE.name}` };

export interface SampleJob {
  state(): ModelsView["sample"];
  /** Throws NETWORK_OFF. */
  install(networkAllowed: boolean): { jobId: string };
}

/** Bringing the sample model from inside the app, as a job behind the network policy. */
export function createSampleJob(options: {
  jobs: Jobs;
  network: Network;
  sampleDir: string;
  log: Log;
  onChange(): void;
  onInstalled(path: string): Promise<void>;
  install?: typeof installSample;
}): SampleJob {
  const { jobs, network, sampleDir, log, onChange, onInstalled, install = installSample } = options;
  const file = sampleFile(sampleDir);
  let running: { jobId: string } | null = null;
  let allowance: Disposable | null = null;

  jobs.register<Record<never, never>, never>({
    kind: "install-sample",
    canPause: false,
    // The user's permission was for that time. Packages that had come are kept for the next.
    afterRestart: "fail",
    atOnce: 1,
    async run({ signal, progress }) {
      using outbound = network.open(DESTINATION);
      await install({
        sampleDir,
        signal,
        onProgress: (fraction, key) => progress(fraction, { key, values: {} }),
        onReceived: (bytes) => outbound.countReceived(bytes),
      });
      await onInstalled(file);
    },
  });

  return {
    state: () => ({
      state: running !== null ? "installing" : existsSync(file) ? "installed" : "absent",
      sizeBytes: SAMPLE.sizeBytes,
    }),
    install(networkAllowed) {
      if (running !== null) return running;
      if (networkAllowed) allowance = network.allowOnce(DESTINATION);
      // Asked for in vain, and listed so: it throws.
      else network.open(DESTINATION).close();
      const { jobId, done } = jobs.start("install-sample", SAMPLE.name, {});
      running = { jobId };
      onChange();
      void done.then((job) => {
        if (job.state === "failed") log.warn({ error: job.error }, "The sample model could not be brought");
        allowance?.[Symbol.dispose]();
        allowance = null;
        running = null;
        onChange();
      });
      return running;
    },
  };
}
