import type { Feeds } from "../feeds.ts";
import type { MessageRows } from "../message-rows.ts";
import { conflict, missing } from "../requests.ts";
import type { Runs } from "../runs.ts";
import type { Rating } from "./contract.ts";

/** What rating needs of the chats. */
export interface RateContext {
  readonly store: { readonly messages: Pick<MessageRows, "find" | "saveRating">; write<T>(work: () => T): T };
  readonly runs: Pick<Runs, "withText">;
  readonly feeds: Pick<Feeds, "publish">;
}

/** Keeps what a person thinks of an answer, and tells whoever looks at it; null takes it back. */
export function createRate({ store, runs, feeds }: RateContext) {
  /** Throws NOT_FOUND, and CONFLICT for what a person wrote. */
  return (messageId: string, rated: Pick<Rating, "verdict" | "reason"> | null): void => {
    const message = store.messages.find(messageId);
    if (!message) throw missing("message");
    if (message.role !== "assistant") throw conflict("Only answers are rated.");
    const rating = rated && { ...rated, at: Date.now() };
    store.write(() => store.messages.saveRating(messageId, rating));
    feeds.publish(message.chatId, { type: "message", message: runs.withText({ ...message, rating }) });
  };
}
