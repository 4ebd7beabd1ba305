import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLog } from "#main/lib/log.ts";
import { openStore } from "#main/store/open.ts";
import type { BenchContext } from "./bench.ts";
import { type Loss, wait } from "./kill.ts";

const MIGRATIONS = fileURLToPath(new URL("../../resources/migrations/", import.meta.url));
const WRITER = fileURLToPath(new URL("../../main/store/testing-writer.ts", import.meta.url));

/** The store alone: a process that writes rows as fast as it can, all rounds into the same file. */
export async function killWriter({ folder }: BenchContext, random: () => number): Promise<Loss> {
  const dataDir = join(folder, "store");
  const child = spawn(process.execPath, [WRITER, dataDir, MIGRATIONS], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "close");
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  await Promise.race([once(child.stdout, "data"), gone]);
  await wait(random() * 200);
  child.kill("SIGKILL");
  await gone;
  const acknowledged = Number(said.trimEnd().split("\n").at(-1)) || 0;
  try {
    const store = await openStore({
      dataDir,
      migrationsDir: MIGRATIONS,
      key: null,
      log: createLog({ level: "silent" }),
    });
    const count = store.db.prepare("SELECT count(*) FROM note WHERE id <= ?").pluck().get(acknowledged) as number;
    const unopened = store.notice === null ? 0 : 1;
    store.close();
    return { lost: acknowledged - count, unopened };
  } catch {
    return { lost: acknowledged, unopened: 1 };
  }
}
