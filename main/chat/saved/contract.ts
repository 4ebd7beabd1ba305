import { z } from "zod";
import { adapterUse, chat, message } from "../contract.ts";
import { id } from "../../rpc/shapes.ts";

/**
 * Chats as they are written into a file and read back without loss: every column of every row, with ids in place of keys. What the fields
 * mean is told in resources/docs/chats-as-json.md.
 */
export const SAVED_FORMAT = "cloister-chats";
export const SAVED_VERSION = 1;

export const savedMessage = message.omit({ chatId: true, siblingIds: true }).extend({
  /** Of the messages below it, the one on the branch that was last shown. */
  shownChildId: id.nullable(),
  /** How the engine read the tokens, in its own words: with it the same seed gives the same text again. */
  evaluation: z.string().nullable(),
});
export type SavedMessage = z.infer<typeof savedMessage>;

export const savedChat = chat.omit({ running: true }).extend({
  /** Of the first messages, the one on the branch that was last shown. */
  shownRootId: id.nullable(),
  /** What was switched on with models that the chat uses no longer. */
  adaptersOfModels: z.array(z.strictObject({ modelId: id, adapters: z.array(adapterUse) })),
});
export type SavedChat = z.infer<typeof savedChat>;
