import { join } from "node:path";

/** Where everything lies inside the data folder. Nothing is kept outside of it, but models that were already elsewhere. */
export interface DataPaths {
  readonly dataDir: string;
  readonly database: string;
  /** Held while the folder is in use; see store/lock.ts. */
  readonly lock: string;
  readonly backups: string;
  readonly kvStates: string;
  readonly models: string;
  /** Adapters that were converted; those of others stay where they are. */
  readonly adapters: string;
  /** Each training has a folder of its own in it. */
  readonly trainings: string;
  /** What was read of documents; it can be made again. */
  readonly documentsIndex: string;
  /** Of pages that are recognised, beside those that come with Cloister: `xyz.traineddata` of Tesseract's. */
  readonly languages: string;
  readonly logs: string;
}

export function dataPaths(dataDir: string): DataPaths {
  return {
    dataDir,
    database: join(dataDir, "cloister.db"),
    lock: join(dataDir, "cloister.lock"),
    backups: join(dataDir, "backups"),
    kvStates: join(dataDir, "kv-states"),
    models: join(dataDir, "models"),
    adapters: join(dataDir, "adapters"),
    trainings: join(dataDir, "trainings"),
    documentsIndex: join(dataDir, "documents.db"),
    languages: join(dataDir, "languages"),
    logs: join(dataDir, "logs"),
  };
}
