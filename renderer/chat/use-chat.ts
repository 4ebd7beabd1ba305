import type { ErrorShape } from "#main/rpc/errors.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useWatch } from "#renderer/rpc/use-watch.ts";
import { applyChatEvent, emptyChat, untilGap, withEarlier, type LiveChat } from "./view.ts";

/** One chat while it is shown. The app owns the run: leaving the page stops nothing, coming back begins with a snapshot. */
export function useChat(chatId: string): LiveChat & { error: ErrorShape | null } {
  const client = useClient();
  const { state, error } = useWatch(
    chatId,
    async (signal) => {
      const events = untilGap(await client.chat.watch({ chatId }, { signal }));
      return withEarlier(events, (messageId) => client.chat.earlier({ messageId }, { signal }));
    },
    applyChatEvent,
    emptyChat,
  );
  return { ...state, error };
}
