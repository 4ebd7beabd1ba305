import { fileURLToPath } from "node:url";
import { createLog } from "#main/lib/log.ts";
import { openStore, type OpenOptions, type Store } from "./open.ts";

export const MIGRATIONS = fileURLToPath(new URL("../../resources/migrations/", import.meta.url));

/** A real store in `dataDir` with all migrations, without a log. */
export function openTestStore(dataDir: string, options?: Partial<OpenOptions>): Promise<Store> {
  return openStore({ dataDir, migrationsDir: MIGRATIONS, key: null, log: createLog({ level: "silent" }), ...options });
}
