import { readdir, rename, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Jobs } from "#main/jobs/worker.ts";
import { makeFolder } from "#main/lib/make-folder.ts";
import { AppError } from "#main/rpc/errors.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";
import type { Inspector } from "../library/inspector.ts";
import type { Library } from "../library/library.ts";
import type { ModelRecord } from "../store.ts";
import { adapterFileName } from "./file-name.ts";
import { findModel, peftMisfit } from "./peft/find-model.ts";
import type { PeftAdapter } from "./peft/read.ts";
import { unreadable, unusableWith } from "#main/lib/gguf/adapter-errors.ts";
import type { AdaptersStore } from "./store.ts";
import type { RunTask } from "./tasks.ts";
import type { Verdicts } from "./verdicts.ts";

/** Turning PEFT adapters into files that llama.cpp reads, in a folder of ours; what they were made of stays where it is. */
export interface ImportJob {
  /** What can be seen at once is checked before it begins. Throws ADAPTER_UNREADABLE, ADAPTER_INVALID, CONFLICT, NOT_FOUND. */
  begin(path: string, modelId: string | null): Promise<{ name: string; jobId: string }>;
}

const UNFINISHED = ".part";

interface Payload {
  source: string;
  modelId: string;
  name: string;
}

export interface ImportJobOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly jobs: Jobs;
  readonly saved: AdaptersStore;
  readonly verdicts: Verdicts;
  readonly folder: string;
  readonly run: RunTask;
}

export function createImportJob(options: ImportJobOptions): ImportJob {
  const { library, inspector, jobs, saved, verdicts, folder, run } = options;

  jobs.register<Payload, never>({
    kind: "import-adapter",
    canPause: false,
    afterRestart: "fail",
    atOnce: 1,
    async run({ payload, signal, progress }) {
      const { source, modelId, name } = payload;
      progress(0, { key: "converting", values: {} });
      const { architecture, heads, keyHeads } = await verdicts.layoutOf(library.get(modelId));
      makeFolder(folder);
      await removeUnfinished(folder);
      const path = join(folder, adapterFileName(name));
      const temporary = `${path}${UNFINISHED}`;
      try {
        const output = { path: temporary, name };
        const target = { architecture, heads, keyHeads };
        await run({ kind: "convert", source, target, output }, { signal, onProgress: progress });
        const inspection = await inspector.inspect(temporary);
        await rename(temporary, path);
        const { id } = library.note(path, "cloister", inspection, name);
        saved.saveSource(id, source);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error instanceof AdapterProblem ? unreadable(source, error.message) : error;
      }
    },
  });

  async function targetFor(adapter: PeftAdapter, modelId: string | null): Promise<ModelRecord> {
    if (modelId === null) return findModel(adapter, library.listed(), (model) => verdicts.layoutOf(model));
    const model = library.get(modelId);
    const problem = peftMisfit(adapter, await verdicts.layoutOf(model));
    if (problem !== null) throw unusableWith(adapter.name, model.name, problem);
    return model;
  }

  return {
    async begin(path, modelId) {
      try {
        const adapter = await run({ kind: "read-peft", path });
        const model = await targetFor(adapter, modelId);
        await checkRoom(adapter, folder);
        const { name } = adapter;
        const { jobId } = jobs.start<Payload>("import-adapter", name, {
          source: adapter.path,
          modelId: model.id,
          name,
        });
        return { name, jobId };
      } catch (error) {
        throw worded(error, path);
      }
    },
  };
}

/** What was under way when Cloister ended: only one is at a time. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(UNFINISHED)) await rm(join(folder, name), { force: true });
}

/** Values take at most twice as much afterwards: 16 bits become 32. */
async function checkRoom({ pairs }: PeftAdapter, folder: string): Promise<void> {
  const neededBytes = 2 * pairs.reduce((sum, { a, b }) => sum + a.sizeBytes + b.sizeBytes, 0);
  makeFolder(folder);
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  const message = `The adapter needs ${neededBytes} bytes in ${folder}, and ${freeBytes} are free.`;
  throw new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes });
}

function worded(error: unknown, path: string): unknown {
  if (error instanceof AdapterProblem) return unreadable(path, error.message);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new AppError("NOT_FOUND", `There is no file at ${path}.`, { what: "file" });
  if (code === "EACCES" || code === "EPERM") return unreadable(path, "Cloister may not read it");
  return error;
}
