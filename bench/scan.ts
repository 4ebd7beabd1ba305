import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { type AppClient, startApp } from "./lib/app-process.ts";
import type { Bench } from "./lib/bench.ts";
import { median } from "./lib/statistics.ts";

const MODELS = 2_000;
const FOLDERS = 50;
const LATER_STARTS = { short: 3, full: 10 };
const ASKED_EVERY_MS = 50;

export const bench: Bench = {
  about: `${MODELS} models in ${FOLDERS} folders: until all are listed the first time, and at later starts until a new one among them is`,
  async run({ full, folder, signal, report, note }) {
    const models = join(folder, "models");
    const data = join(folder, "data");
    const write = modelWriter(models);
    for (let number = 0; number < MODELS; number++) write(number);
    note("written");

    const app = await startApp(data);
    const startedAt = performance.now();
    const { jobId } = await app.client.models.addFolder({ path: models });
    await ended(app.client, jobId, signal);
    const firstMs = performance.now() - startedAt;
    const count = (await app.client.models.get()).models.length;
    // This computer may have others, where programs keep them.
    if (count < MODELS && !signal.aborted) throw new Error(`${count} models are listed`);
    await app.quit();
    note(`first: ${firstMs.toFixed(0)} ms`);

    const later: number[] = [];
    const shown: number[] = [];
    for (let round = 0; round < (full ? LATER_STARTS.full : LATER_STARTS.short) && !signal.aborted; round++) {
      write(MODELS + round);
      const again = await startApp(data);
      // From the moment it answers: what a start takes without models is another bench's.
      const answersAt = performance.now();
      await again.client.models.get();
      shown.push(performance.now() - answersAt);
      await listed(again.client, count + round + 1, signal);
      later.push(performance.now() - answersAt);
      await again.quit();
      note(`later: ${later.at(-1)?.toFixed(0) ?? ""} ms`);
    }
    const laterMs = median(later);
    report({ metric: "ratio", value: laterMs / firstMs, unit: "ratio" });
    report({ metric: "firstMs", value: firstMs, unit: "ms" });
    report({ metric: "laterMs", value: laterMs, unit: "ms" });
    report({ metric: "listMs", value: median(shown), unit: "ms" });
  },
};

/** Models of some 300 kB, each with content and a name of its own, written an hour ago. */
function modelWriter(root: string): (number: number) => void {
  const placeholder = "Model 0000";
  const bytes = encodeGguf(tinyModel({ name: placeholder, layers: 1 }));
  const nameAt = bytes.indexOf(placeholder) + placeholder.length - 4;
  const writtenAt = new Date(Date.now() - 3_600_000);
  for (let at = 0; at < FOLDERS; at++) mkdirSync(join(root, `publisher-${at}`, "models"), { recursive: true });
  return (number) => {
    bytes.write(String(number).padStart(4, "0"), nameAt, "latin1");
    bytes.writeUInt32LE(number, bytes.length - 4);
    const path = join(root, `publisher-${number % FOLDERS}`, "models", `model-${number}.gguf`);
    writeFileSync(path, bytes);
    utimesSync(path, writtenAt, writtenAt);
  };
}

async function ended(client: AppClient, jobId: string, signal: AbortSignal): Promise<void> {
  const isEnded = async () => (await client.jobs.list()).every((job) => job.id !== jobId || job.endedAt !== null);
  while (!signal.aborted && !(await isEnded())) await wait(ASKED_EVERY_MS);
}

async function listed(client: AppClient, count: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await client.models.get()).models.length < count) await wait(ASKED_EVERY_MS);
}
