import { newId } from "#main/lib/ids.ts";
import type { StoredChat } from "../chat-rows.ts";
import type { Chat } from "../contract.ts";
import { conflict, missing } from "../requests.ts";
import type { ChatStore } from "../store.ts";

/** What branching needs of the chats. */
export interface BranchContext {
  readonly store: ChatStore;
  /** Tells the list of chats, and gives the chat as pages see it. */
  readonly tell: (chatId: string) => Chat;
}

export interface BranchRequest {
  readonly messageId: string;
  /** The new chat's name, in the words of whoever asks. */
  readonly title: string;
}

/** A new chat that begins with everything down to a message, held with what its chat is held with; the chat itself stays as it is. */
export function createBranch({ store, tell }: BranchContext) {
  /** Throws NOT_FOUND, and CONFLICT while the message, or one above it, is being written. */
  return ({ messageId, title }: BranchRequest): Chat => {
    const message = store.messages.find(messageId);
    if (message === null) throw missing("message");
    const chat = store.chats.find(message.chatId);
    if (chat === null) throw missing("chat");
    if (store.messages.isUnderWay(messageId)) throw conflict("It is still being written.");
    const now = Date.now();
    const branched: StoredChat = {
      ...chat,
      ...{ id: newId(), title, titleBy: "user", createdAt: now, updatedAt: now, deletedAt: null },
    };
    store.write(() => {
      store.chats.insert(branched);
      store.messages.copyPath(messageId, branched.id);
    });
    return tell(branched.id);
  };
}
