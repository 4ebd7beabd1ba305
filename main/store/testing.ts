import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLog } from "#main/lib/log.ts";
import { openStore, type OpenOptions, type Store } from "./open.ts";

export const MIGRATIONS = fileURLToPath(new URL("../../resources/migrations/", import.meta.url));

/** A folder for one test; `using` erases it. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "cloister-test-"));
  return {
    path,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 }),
  };
}

/** A real store in `dataDir` with all migrations, without a log. */
export function openTestStore(dataDir: string, options?: Partial<OpenOptions>): Promise<Store> {
  return openStore({ dataDir, migrationsDir: MIGRATIONS, key: null, log: createLog({ level: "silent" }), ...options });
}
