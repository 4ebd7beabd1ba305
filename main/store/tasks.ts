import { checkDatabase } from "./check.ts";
import { copyDatabase } from "./copy.ts";
import { restoreDatabase, type Restoring, type StoreNotice } from "./restore.ts";

/** Work on whole files, which takes as long as the file is large: done in a thread of its own (off-thread.ts). */
export type StoreTask =
  | { readonly kind: "check"; readonly path: string; readonly key: Buffer | null }
  | { readonly kind: "copy"; readonly from: string; readonly to: string; readonly key: Buffer | null }
  | ({ readonly kind: "restore" } & Restoring);

export interface StoreTaskResults {
  check: string | null;
  copy: null;
  restore: StoreNotice;
}

/** `onProgress`: a fraction for a copy, rows so far for a restore. */
export async function runTask(
  task: StoreTask,
  onProgress: (amount: number) => void,
  signal: AbortSignal,
): Promise<StoreTaskResults[StoreTask["kind"]]> {
  switch (task.kind) {
    case "check":
      return checkDatabase(task.path, task.key);
    case "copy":
      await copyDatabase({ ...task, onProgress, signal });
      return null;
    case "restore":
      return restoreDatabase(task, onProgress);
  }
}
