import type { JobWorker } from "#main/jobs/worker.ts";
import type { Store } from "#main/store/open.ts";

/** Copies the database into the backups folder. A copy that was cut off is worth nothing: after a restart it begins again. */
export function backupWorker(store: Store): JobWorker<null> {
  return {
    kind: "backup",
    canPause: false,
    afterRestart: "resume",
    atOnce: 1,
    async run({ progress, signal }) {
      await store.backUp((fraction) => progress(fraction), signal);
    },
  };
}
