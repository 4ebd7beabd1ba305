import type { SavedChat, SavedMessage } from "../../saved/contract.ts";

/** Takes chats one after the other, each in pieces, and writes them into a file that is open. */
export interface ChatWriter {
  begin(chat: SavedChat): Promise<void>;
  add(messages: readonly SavedMessage[]): Promise<void>;
  endChat(): Promise<void>;
  /** Everything is in the file when it resolves. */
  end(): Promise<void>;
}
