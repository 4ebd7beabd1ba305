import { useCallback } from "react";
import type { Chat } from "#main/chat/contract.ts";
import { t } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toast } from "#renderer/ui/toasts.ts";
import { liveChats } from "./list/live-chats.ts";

export interface ListActions {
  readonly onRemove: (chat: Chat) => void;
  readonly onRename: (chat: Chat, title: string) => void;
}

/** Deleting moves to the bin at once and offers Undo; the focus goes to the row that takes the place. */
export function useListActions(currentId: string | null, onOpen: (chatId: string | null) => void): ListActions {
  const client = useClient();
  const onRemove = useCallback(
    (chat: Chat) => {
      const chats = liveChats.get()?.chats ?? [];
      const at = chats.findIndex((one) => one.id === chat.id);
      const next = chats[at + 1] ?? chats[at - 1] ?? null;
      const undo = () => {
        client.chat.restore({ chatId: chat.id }).catch(() => toast(t("chat.restore.failed")));
      };
      client.chat.remove({ chatId: chat.id }).then(
        () => {
          if (chat.id === currentId) onOpen(next?.id ?? null);
          if (next !== null) focusRow(next.id);
          toast(t("chat.removed"), { undo });
        },
        () => toast(t("chat.remove.failed")),
      );
    },
    [client, currentId, onOpen],
  );
  const onRename = useCallback(
    (chat: Chat, title: string) => {
      client.chat.rename({ chatId: chat.id, title }).catch(() => toast(t("chat.rename.failed")));
    },
    [client],
  );
  return { onRemove, onRename };
}

function focusRow(chatId: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-chat="${chatId}"]`)?.focus());
}
