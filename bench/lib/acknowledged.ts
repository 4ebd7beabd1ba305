import type { AppClient } from "./app-process.ts";

/** What the app has answered to be on disk: words that must be there after any crash. */
export interface Acknowledged {
  chatTitles: Map<string, string>;
  instructions: Map<string, string>;
  /** Messages of the user, by their id. */
  messages: Map<string, { chatId: string; text: string }>;
}

export function nothingAcknowledged(): Acknowledged {
  return { chatTitles: new Map(), instructions: new Map(), messages: new Map() };
}

export function wordsOf(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

/**
 * Writes as a hurried person would (chats, titles, instructions, messages one after the other) until the connection breaks, and notes
 * each thing only once the app has answered for it.
 */
export async function writeUntilCut(client: AppClient, random: () => number, seen: Acknowledged): Promise<void> {
  for (;;) {
    const { id: chatId } = await client.chat.create({});
    seen.chatTitles.set(chatId, "");
    const title = sentence(random, 4);
    await client.chat.rename({ chatId, title });
    seen.chatTitles.set(chatId, title);
    const systemPrompt = sentence(random, 30);
    await client.chat.configure({ chatId, systemPrompt });
    seen.instructions.set(chatId, systemPrompt);
    let parentId: string | null = null;
    for (let turn = 0; turn < 3; turn++) {
      const text = sentence(random, 5 + Math.floor(random() * 400));
      const sent: { userMessageId: string | null; messageId: string } = await client.chat.send({
        chatId,
        parentId,
        text,
      });
      if (sent.userMessageId !== null) seen.messages.set(sent.userMessageId, { chatId, text });
      parentId = sent.messageId;
    }
  }
}

/** Acknowledged words that are not there. */
export async function wordsLost(client: AppClient, seen: Acknowledged): Promise<number> {
  let lost = 0;
  const chatIds = new Set(seen.chatTitles.keys());
  for (const chatId of chatIds) {
    const view = await client.chat.get({ chatId }).catch(() => null);
    const found = new Map(view?.messages.map(({ id, text }) => [id, text]));
    const title = seen.chatTitles.get(chatId) ?? "";
    // The next title may have arrived before the crash took its answer.
    if (title !== "" && view?.chat.title !== title) lost += wordsOf(title);
    const instructions = seen.instructions.get(chatId) ?? "";
    if (instructions !== "" && view?.chat.systemPrompt !== instructions) lost += wordsOf(instructions);
    if (view === null) lost += 1;
    for (const [id, message] of seen.messages) {
      if (message.chatId === chatId && found.get(id) !== message.text) lost += wordsOf(message.text);
    }
  }
  return lost;
}

function sentence(random: () => number, words: number): string {
  return Array.from({ length: words }, () => Math.floor(random() * 1e9).toString(36)).join(" ");
}
