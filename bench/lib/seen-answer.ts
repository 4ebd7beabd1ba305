import type { AppClient } from "./app-process.ts";

/** An answer as a page sees it come: what was shown, and when. */
export interface SeenAnswer {
  readonly chatId: string;
  readonly messageId: string;
  /** Everything shown so far. */
  text(): string;
  /** What had been shown by this moment (of `performance.now()`). */
  textBefore(time: number): string;
  /** Resolves when the first words are there; rejects when the answer ends without any. */
  readonly begun: Promise<void>;
  /** Resolves with the status when the answer has ended, or with null when the connection broke. */
  readonly ended: Promise<string | null>;
}

/** Asks for an answer at the end of a chat and watches it. */
export async function ask(
  client: AppClient,
  chatId: string,
  parentId: string | null,
  text: string,
): Promise<SeenAnswer> {
  const shown: { text: string; at: number }[] = [];
  const begun = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<string | null>();
  begun.promise.catch(() => undefined);
  const events = await client.chat.watch({ chatId });
  const { messageId } = await client.chat.send({ chatId, parentId, text });
  void (async () => {
    for await (const event of events) {
      if (event.type === "delta" && event.messageId === messageId) {
        shown.push({ text: event.text, at: performance.now() });
        begun.resolve(undefined);
      }
      if (event.type !== "message" || event.message.id !== messageId) continue;
      const { status, error } = event.message;
      if (status === "writing" || status === "queued") continue;
      begun.reject(new Error(`no words came: ${status} ${error?.code ?? ""}`));
      return ended.resolve(status);
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      begun.reject(new Error("the connection broke before any words came"));
      ended.resolve(null);
    });
  const upTo = (time: number) =>
    shown
      .filter(({ at }) => at <= time)
      .map((delta) => delta.text)
      .join("");
  return {
    chatId,
    messageId,
    text: () => upTo(Infinity),
    textBefore: upTo,
    begun: begun.promise,
    ended: ended.promise,
  };
}

/** The answer's text as the app has it now. */
export async function storedText(client: AppClient, { chatId, messageId }: SeenAnswer): Promise<string> {
  const { messages } = await client.chat.get({ chatId });
  return messages.find(({ id }) => id === messageId)?.text ?? "";
}
