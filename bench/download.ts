import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { randomContent } from "#main/models/hub/testing/content.ts";
import { startTestHub } from "#main/models/hub/testing/hub-server.ts";
import { buildIfNeeded } from "#main/tools/build.ts";
import { BUILT_ENTRY, startApp } from "./lib/app-process.ts";
import type { Bench } from "./lib/bench.ts";
import { downloadEnded, REPOSITORY, startDownload } from "./lib/download.ts";
import { median } from "./lib/statistics.ts";

const BYTES = 1_000_000_000;
const SHORT = 3;
const FULL = 9;
const FILE = "model-Q4_K_M.gguf";

const run = promisify(execFile);

export const bench: Bench = {
  about:
    "a file of 1 GB from a server on this computer, checked and kept, against curl bringing the same one unchecked",
  async run({ full, folder, signal, report, note }) {
    await buildIfNeeded();
    await using hub = await startTestHub();
    const content = randomContent(BYTES);
    hub.repositories.set(REPOSITORY, { files: new Map([[FILE, content]]), licence: "mit" });
    const app = await startApp(join(folder, "data"), BUILT_ENTRY);
    const ours: number[] = [];
    const theirs: number[] = [];
    const theirsOnDisk: number[] = [];
    try {
      await app.client.settings.set({ hubAddress: hub.address });
      for (let round = 0; round < (full ? FULL : SHORT) && !signal.aborted; round++) {
        await run("sync");
        const reference = await byCurl(`${hub.address}/${REPOSITORY}/resolve/main/${FILE}`, join(folder, "by-curl"));
        theirs.push(reference.ms);
        theirsOnDisk.push(reference.onDiskMs);
        await run("sync");
        const startedAt = performance.now();
        const jobId = await startDownload(app.client, { file: FILE, name: "Bench" });
        const job = await downloadEnded(app.client, jobId);
        // The bytes are no model: that is found out after they were verified and kept.
        if (job.error?.code !== "MODEL_INVALID")
          throw new Error(`the download ended ${job.state} ${job.error?.code ?? ""}`);
        ours.push(performance.now() - startedAt);
        note(`round ${round + 1}: ${ours.at(-1)?.toFixed(0) ?? ""} ms, curl ${theirs.at(-1)?.toFixed(0) ?? ""} ms`);
        await rm(join(folder, "data/models/bench"), { recursive: true });
      }
    } finally {
      await app.quit();
    }
    // Nothing waits to be written when either begins. Each with what curl took right before it: a disk that others use is fast in one minute and slow in the next.
    const ratioTo = (reference: readonly number[]) =>
      median(ours.map((ms, round) => (reference[round] ?? Number.NaN) / ms));
    const [mine, reference] = [median(ours), median(theirs)];
    const megabytes = (ms: number): number => BYTES / 1e3 / ms;
    const goal = { op: ">=", value: 0.9 } as const;
    report({ metric: "ratio", value: ratioTo(theirs), unit: "ratio", reference: 1, goal });
    report({ metric: "ratioOnDisk", value: ratioTo(theirsOnDisk), unit: "ratio", reference: 1 });
    report({ metric: "speed", value: megabytes(mine), unit: "MB/s", reference: megabytes(reference) });
  },
};

/** `onDiskMs`: until the file is on the disk itself, as ours is before it gets its name; curl leaves it to the system's cache. */
async function byCurl(url: string, path: string): Promise<{ ms: number; onDiskMs: number }> {
  const startedAt = performance.now();
  await run("curl", ["--silent", "--show-error", "--fail", "--location", "--output", path, url]);
  const ms = performance.now() - startedAt;
  await run("sync", [path]);
  const onDiskMs = performance.now() - startedAt;
  await rm(path);
  return { ms, onDiskMs };
}
