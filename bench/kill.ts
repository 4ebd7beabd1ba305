import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLog } from "#main/lib/log.ts";
import { openStore } from "#main/store/open.ts";
import { nothingAcknowledged, wordsLost, writeUntilCut } from "./lib/acknowledged.ts";
import { type AppProcess, startApp } from "./lib/app-process.ts";
import type { Bench, BenchContext } from "./lib/bench.ts";
import { createRandom } from "./lib/random.ts";

const MIGRATIONS = fileURLToPath(new URL("../resources/migrations/", import.meta.url));
const WRITER = fileURLToPath(new URL("../main/store/testing-writer.ts", import.meta.url));

export const bench: Bench = {
  about: "words lost and databases that do not open after SIGKILL at random moments of writing and streaming",
  async run(context) {
    const rounds = context.full ? 200 : 20;
    const random = createRandom(context.full ? Date.now() : 1);
    const total = { kills: 0, lost: 0, unopened: 0 };
    const add = (found: Loss) => {
      total.kills += 1;
      total.lost += found.lost;
      total.unopened += found.unopened;
    };
    for (let round = 0; round < rounds && !context.signal.aborted; round++) {
      add(await killWriter(context, random));
    }
    context.note(`store: ${total.kills} kills, ${total.lost} rows lost`);
    await killAppWhileWriting(context, rounds, random, add);
    context.report({ metric: "lost", value: total.lost, unit: "words", goal: { op: "=", value: 0 } });
    context.report({ metric: "unopened", value: total.unopened, unit: "databases", goal: { op: "=", value: 0 } });
    context.report({ metric: "kills", value: total.kills, unit: "count" });
  },
};

interface Loss {
  lost: number;
  unopened: number;
}

/** The store alone: a process that writes rows as fast as it can, all rounds into the same file. */
async function killWriter({ folder }: BenchContext, random: () => number): Promise<Loss> {
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

/** The whole app, written to over its own protocol; each start checks what the round before had acknowledged. */
async function killAppWhileWriting(
  { folder, note, signal }: BenchContext,
  rounds: number,
  random: () => number,
  add: (loss: Loss) => void,
): Promise<void> {
  const dataDir = join(folder, "app");
  let app = await startApp(dataDir);
  let messages = 0;
  for (let round = 0; round < rounds && !signal.aborted; round++) {
    const seen = nothingAcknowledged();
    const writing = writeUntilCut(app.client, random, seen).catch(() => undefined);
    await wait(random() * 600);
    await app.kill();
    await Promise.race([writing, wait(2_000)]);
    messages += seen.messages.size;
    const next: AppProcess | null = await startApp(dataDir).catch((error: unknown) => {
      note(String(error));
      return null;
    });
    if (next === null) return add({ lost: 0, unopened: 1 });
    app = next;
    add({ lost: await wordsLost(app.client, seen), unopened: 0 });
  }
  await app.quit();
  note(`app: ${messages} messages acknowledged between kills`);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
