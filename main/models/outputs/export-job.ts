import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { folderFrom } from "#main/lib/chosen-path.ts";
import { plainFileName } from "#main/lib/plain-file-name.ts";
import { syncFolder, writingError } from "#main/lib/write-whole.ts";
import type { OutputsContext } from "./merge-job.ts";

export interface ExportPayload {
  modelId: string;
  adapterId: string;
  /** Of the folder that comes of it. */
  path: string;
}

const UNFINISHED = ".part";

/** An adapter in a folder of its own, as PEFT reads it: with its name when it is whole, or not there. */
export function registerExportJob({ library, jobs, resolveAdapters, trainer: start }: OutputsContext): void {
  jobs.register<ExportPayload, never>({
    kind: "export-adapter",
    canPause: false,
    afterRestart: "fail",
    atOnce: 1,
    async run({ payload: { modelId, adapterId, path }, signal, progress }) {
      const report = (fraction: number) => progress(fraction, { key: "exporting", values: {} });
      report(0);
      const record = library.get(modelId);
      const { name } = library.get(adapterId);
      const [resolved] = await resolveAdapters(modelId, [{ adapterId, name, scale: 1 }]);
      if (resolved === undefined) throw new Error(`The adapter ${name} was not found`);
      const unfinished = `${path}${UNFINISHED}`;
      try {
        await mkdir(unfinished);
        using trainer = start(signal);
        await trainer.exportPeft(
          {
            model: { path: record.path, name: record.name },
            adapter: { path: resolved.path, name },
            folder: unfinished,
          },
          ({ fraction }) => report(fraction),
        );
        signal.throwIfAborted();
        await rename(unfinished, path);
        await syncFolder(join(path, ".."));
      } catch (error) {
        await rm(unfinished, { recursive: true, force: true });
        throw await writingError(error, join(path, ".."), 0);
      }
    },
    discard: ({ path }) => void rm(`${path}${UNFINISHED}`, { recursive: true, force: true }),
  });
}

/** A name for it that nothing in the chosen folder has. Throws INVALID_INPUT, NOT_FOUND. */
export async function newFolderIn(chosen: string, adapter: string): Promise<string> {
  const folder = await folderFrom(chosen);
  const name = `${plainFileName(adapter)}-peft`;
  for (let count = 1; ; count += 1) {
    const path = join(folder, count === 1 ? name : `${name}-${String(count)}`);
    const taken = await Promise.all([path, `${path}${UNFINISHED}`].map((each) => stat(each).catch(() => null)));
    if (taken.every((found) => found === null)) return path;
  }
}
