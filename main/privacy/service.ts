import type { Jobs } from "#main/jobs/worker.ts";
import { dataPaths } from "#main/lib/paths.ts";
import type { Store } from "#main/store/open.ts";
import { backupWorker } from "./backup.ts";
import type { PrivacyStatus, Storage } from "./contract.ts";
import type { Network } from "./network.ts";
import { fileSize, folderSize } from "./storage.ts";

export type { Allowance, Destination, Network, Outbound, Reason } from "./network.ts";

/** What the chat feature says about its chats and its bin. */
export interface ChatBin {
  /** `binBytes`: of the texts in the bin. */
  counts(): { chats: number; binned: number; binBytes: number };
  /** Erases for good, step by step; how many chats. */
  emptyBin(): Promise<number>;
}

export interface PrivacyService {
  status(): PrivacyStatus;
  /** The status as it is, then at every change. */
  watch(signal?: AbortSignal): AsyncGenerator<PrivacyStatus, void>;
  storage(): Promise<Storage>;
  backUp(): { jobId: string };
  emptyBin(): Promise<number>;
}

export interface PrivacyOptions {
  readonly store: Store;
  readonly network: Network;
  readonly jobs: Jobs;
  readonly dataDir: string;
  readonly chatBin: ChatBin;
}

/** Registers the worker of backups: to be made before `jobs.begin()`. */
export function createPrivacy({ store, network, jobs, dataDir, chatBin }: PrivacyOptions): PrivacyService {
  const paths = dataPaths(dataDir);
  jobs.register(backupWorker(store));

  function status(): PrivacyStatus {
    const { connections, reasons, ...state } = network.state();
    const vault = store.encrypted ? "open" : "none";
    return { ...state, reasons: [...reasons], connections: [...connections], vault, restored: store.notice };
  }

  return {
    status,

    async *watch(signal) {
      const changes = network.changes(signal);
      try {
        yield status();
        while (!(await changes.next()).done) yield status();
      } finally {
        void changes.return?.();
      }
    },

    async storage() {
      const { chats, binned, binBytes } = chatBin.counts();
      const [database, log, backups, kvStates, models, trainings, logs] = await Promise.all([
        fileSize(paths.database),
        fileSize(`${paths.database}-wal`),
        folderSize(paths.backups),
        folderSize(paths.kvStates),
        folderSize(paths.models),
        folderSize(paths.trainings),
        folderSize(paths.logs),
      ]);
      return {
        dataDir,
        items: [
          { what: "chats", path: paths.database, sizeBytes: database + log, count: chats },
          { what: "backups", path: paths.backups, ...backups },
          { what: "kv-states", path: paths.kvStates, ...kvStates },
          { what: "models", path: paths.models, ...models },
          { what: "trainings", path: paths.trainings, ...trainings },
          { what: "logs", path: paths.logs, ...logs },
          { what: "bin", path: paths.database, sizeBytes: binBytes, count: binned },
        ],
      };
    },

    backUp: () => ({ jobId: jobs.start("backup", "Cloister", null).jobId }),

    emptyBin: () => chatBin.emptyBin(),
  };
}
