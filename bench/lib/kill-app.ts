import { join } from "node:path";
import { nothingAcknowledged, wordsLost, writeUntilCut } from "./acknowledged.ts";
import { type AppProcess, startApp } from "./app-process.ts";
import type { BenchContext } from "./bench.ts";
import { type Loss, wait } from "./kill.ts";

/** The whole app, written to over its own protocol; each start checks what the round before had acknowledged. */
export async function killAppWhileWriting(
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
