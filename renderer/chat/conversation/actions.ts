import { createContext, useContext } from "react";
import type { Message } from "#main/chat/contract.ts";
import type { Rating } from "#main/chat/rating/contract.ts";
import type { GivenPassage } from "#main/documents/grounding/contract.ts";

/** What a row of the conversation can ask for. Each one shows its own failure above the composer. */
export interface ConversationActions {
  /** Whether the app has it. */
  readonly edit: (messageId: string, text: string) => Promise<boolean>;
  readonly retry: (messageId: string, exactly: boolean) => void;
  /** The same question with and without adapters, as another version. */
  readonly compare: (messageId: string) => void;
  /** The chat has some on. */
  readonly hasAdapters: boolean;
  readonly resume: (messageId: string) => void;
  readonly stop: (runId: string) => void;
  readonly select: (messageId: string) => void;
  readonly copy: (message: Message) => void;
  /** Begins to edit this message of the user's in its place; null ends it. */
  readonly startEdit: (messageId: string | null) => void;
  /** What can be used instead of this chat's model when it does not fit, or null. */
  readonly instead: { readonly id: string; readonly name: string } | null;
  /** Answers again with another model, which the chat keeps. */
  readonly retryWith: (modelId: string, messageId: string) => void;
  /** What the errors offer; they lead out of the conversation. */
  readonly openSwitcher: () => void;
  readonly findFile: () => void;
  readonly changeRoom: () => void;
  readonly chooseModel: () => void;
  /** Answers again from the nearest passages, also where they hardly answer. */
  readonly retryAnyway: (messageId: string) => void;
  /** Reads every passage for the question of this answer, as a job, into another version of it. */
  readonly readEverything: (messageId: string) => void;
  /** null takes the rating back. */
  readonly rate: (messageId: string, rating: Pick<Rating, "verdict" | "reason"> | null) => void;
  /** A new chat that begins with everything down to this message, and is opened. */
  readonly branch: (messageId: string) => void;
  /** Keeps the question of this answer for the evaluation of its collection. */
  readonly keepQuestion: (messageId: string) => void;
  /** Shows one of these passages on its page, beside the sentence that is held against them. */
  readonly openPassage: (passages: readonly GivenPassage[], at: number, sentence: string | null) => void;
}

const nothing = () => undefined;

export const ConversationActionsContext = createContext<ConversationActions>({
  edit: () => Promise.resolve(false),
  retry: nothing,
  compare: nothing,
  hasAdapters: false,
  resume: nothing,
  stop: nothing,
  select: nothing,
  copy: nothing,
  startEdit: nothing,
  instead: null,
  retryWith: nothing,
  openSwitcher: nothing,
  findFile: nothing,
  changeRoom: nothing,
  chooseModel: nothing,
  retryAnyway: nothing,
  readEverything: nothing,
  rate: nothing,
  branch: nothing,
  keepQuestion: nothing,
  openPassage: nothing,
});

export function useConversationActions(): ConversationActions {
  return useContext(ConversationActionsContext);
}
