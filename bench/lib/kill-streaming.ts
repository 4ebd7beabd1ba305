import { join } from "node:path";
import { wordsOf } from "./acknowledged.ts";
import { type AppClient, type AppProcess, startApp } from "./app-process.ts";
import type { BenchContext } from "./bench.ts";
import { type Loss, wait } from "./kill.ts";
import { ask, type SeenAnswer, storedText } from "./seen-answer.ts";

/** Streamed text is saved at least every 2 s; a quarter of a second for the save itself on a busy disk. */
const SAVED_WITHIN_MS = 2_250;
/** A child's end is heard of, also on a busy machine. */
const HEARD_WITHIN_MS = 500;

/** A real model writes; the engine is killed in the middle of an answer, then the whole app in the middle of the next. */
export async function killWhileStreaming(
  { folder, note, signal }: BenchContext,
  modelFile: string,
  rounds: number,
  random: () => number,
  add: (loss: Loss) => void,
): Promise<void> {
  const dataDir = join(folder, "streaming");
  let app: AppProcess = await startApp(dataDir);
  const { id: modelId } = await app.client.models.addFile({ path: modelFile });
  let words = 0;
  for (let round = 0; round < rounds && !signal.aborted; round++) {
    const chatId = await newChat(app.client, modelId);
    const first = await ask(app.client, chatId, null, "The old house at the end of the road had");
    await first.begun;
    await wait(random() * 3_000);
    for (const pid of app.children()) process.kill(pid, "SIGKILL");
    await Promise.race([first.ended, wait(10_000)]);
    // An answer that had ended by itself says nothing of the kill: the app is given the time to hear of it.
    await wait(HEARD_WITHIN_MS);
    // The app lives: every word that it has shown is kept.
    add({ lost: missingWords(first.text(), await storedText(app.client, first)), unopened: 0 });

    const second = await ask(app.client, chatId, first.messageId, "Nobody in the village knew why");
    await second.begun;
    await wait(random() * 6_000);
    const killedAt = performance.now();
    await app.kill();
    const next = await startApp(dataDir).catch((error: unknown) => {
      note(String(error));
      return null;
    });
    if (next === null) return add({ lost: 0, unopened: 1 });
    app = next;
    add({ lost: await missingAfterKill(app.client, second, killedAt - SAVED_WITHIN_MS), unopened: 0 });
    words += wordsOf(first.text()) + wordsOf(second.text());
  }
  await app.quit();
  note(`streaming: ${words} words of answers seen`);
}

async function newChat(client: AppClient, modelId: string): Promise<string> {
  const { id: chatId, sampling } = await client.chat.create({ mode: "text", modelId });
  await client.chat.configure({ chatId, sampling: { ...sampling, maxTokens: 1_500, stopSequences: [] } });
  return chatId;
}

async function missingAfterKill(client: AppClient, answer: SeenAnswer, savedBefore: number): Promise<number> {
  return missingWords(answer.textBefore(savedBefore), await storedText(client, answer));
}

/** Words from the first difference on. */
export function missingWords(seen: string, stored: string): number {
  if (stored.startsWith(seen)) return 0;
  let same = 0;
  while (same < seen.length && seen[same] === stored[same]) same += 1;
  return Math.max(1, wordsOf(seen.slice(same)));
}
