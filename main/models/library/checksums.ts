import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import { hashFiles } from "#main/hasher/start.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { ModelRecord } from "../store.ts";
import { isSameStamp, stampOf } from "./file-stamp.ts";
import type { Library } from "./library.ts";
import { missing } from "./missing.ts";
import { partsOf } from "#main/lib/gguf/split-files.ts";
import type { Cards } from "./store.ts";

/** SHA-256 of whole models, as jobs. */
export interface Checksums {
  /** The one under way for this model, or a new one. */
  begin(modelId: string): { jobId: string };
}

export interface ChecksumsOptions {
  readonly library: Library;
  readonly cards: Cards;
  readonly jobs: Jobs;
  readonly childHost: ChildHost;
  /** For tests. */
  readonly hash?: typeof hashFiles;
}

export function createChecksums({ library, cards, jobs, childHost, hash = hashFiles }: ChecksumsOptions): Checksums {
  const running = new Map<string, { jobId: string }>();

  jobs.register<{ modelIds: string[] }, never>({
    kind: "check-files",
    canPause: false,
    afterRestart: "resume",
    // Two would only take the disk away from one another.
    atOnce: 1,
    async run({ payload, signal, progress }) {
      const records = payload.modelIds.map((modelId) => library.get(modelId));
      const total = records.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      let done = 0;
      for (const record of records) {
        await check(record, signal, (bytes) => progress(Math.min(1, (done + bytes) / Math.max(1, total))));
        done += record.sizeBytes;
      }
    },
  });

  async function check(record: ModelRecord, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<void> {
    const before = await stampOf(record.path);
    if (before === null) throw await missing(record);
    const paths = partsOf(record.path);
    const sha256 = await hash({ childHost, paths, signal, onProgress });
    const after = await stampOf(record.path);
    if (after === null || !isSameStamp(before, after)) {
      const problem = `The file of ${record.name} was changed while it was being read`;
      throw new AppError("CONFLICT", `${problem}.`, { problem });
    }
    const expected = await Promise.all(paths.map(expectedHash));
    const wrong = sha256.findIndex((actual, index) => (expected[index] ?? actual) !== actual);
    const matches = expected.includes(null) ? null : wrong === -1;
    const { sizeBytes, modifiedMs } = after;
    const known = cards.of(record.id).checksum;
    const kept = known !== null && isSameStamp(known, after) ? known : null;
    cards.change(record.id, {
      // What was promised when it was downloaded holds for as long as the file is the same.
      checksum: {
        ...{ sizeBytes, modifiedMs, sha256, checkedAt: Date.now() },
        matches: kept === null || kept.matches === null ? matches : kept.sha256.join() === sha256.join(),
      },
    });
    if (wrong === -1) return;
    const file = basename(paths[wrong] ?? record.path);
    const data = { file, expected: expected[wrong] ?? "", actual: sha256[wrong] ?? "" };
    const error = new AppError("CHECKSUM_MISMATCH", `${file} does not match its checksum. Download it again.`, data);
    library.update(record.id, { problem: error.toShape() });
    throw error;
  }

  return {
    begin(modelId) {
      const known = running.get(modelId);
      if (known !== undefined) return known;
      const record = library.get(modelId);
      // Those that look the same: then it is known whether they are.
      const doubles = library.doublesOf(record).filter(({ id }) => cards.of(id).checksum === null);
      const modelIds = [record.id, ...doubles.map(({ id }) => id)];
      const { jobId, done } = jobs.start("check-files", record.name, { modelIds });
      running.set(modelId, { jobId });
      void done.then(() => running.delete(modelId));
      return { jobId };
    },
  };
}

/** Ollama and the Hugging Face cache name their files after their SHA-256, and link to them. */
async function expectedHash(path: string): Promise<string | null> {
  const name = basename(await realpath(path).catch(() => path));
  return /^(?:sha256-)?([0-9a-f]{64})$/.exec(name)?.[1] ?? null;
}
