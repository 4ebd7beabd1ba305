import { useCallback } from "react";
import { useAction } from "#renderer/app/actions/registry.ts";
import { closeDrawer } from "#renderer/app/frame/frame-store.ts";
import { ListPane } from "#renderer/app/frame/ListPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import type { ChatModels } from "./chat-models.ts";
import { ChatList } from "./list/ChatList.tsx";
import { NewChat } from "./NewChat.tsx";
import { OpenChat } from "./OpenChat.tsx";
import type { ChatDocuments } from "./sources/answers-from.ts";
import { useListActions } from "./use-list-actions.ts";

export interface ChatRoomProps {
  /** null: a new chat, which is made with its first message. */
  chatId: string | null;
  models: ChatModels;
  documents: ChatDocuments;
  onOpen: (chatId: string | null) => void;
}

/** The list of chats, one conversation, and what it is held with. */
export function ChatRoom({ chatId, models, documents, onOpen: navigate }: ChatRoomProps) {
  const t = useText();
  const onOpen = useCallback(
    (id: string | null) => {
      closeDrawer();
      navigate(id);
    },
    [navigate],
  );
  const { onRemove, onRename } = useListActions(chatId, onOpen);
  useAction({ id: "new", label: t("chat.new"), icon: "plus", run: () => onOpen(null) });
  const modelName = (id: string | null) => models.models.find((model) => model.id === id)?.name ?? null;
  return (
    <>
      <ListPane
        label={t("chat.list")}
        actions={<Button kind="quiet" icon="plus" label={t("chat.new")} action="new" onClick={() => onOpen(null)} />}
      >
        <ChatList currentId={chatId} modelName={modelName} onOpen={onOpen} onRemove={onRemove} onRename={onRename} />
      </ListPane>
      {chatId === null ? (
        <NewChat models={models} documents={documents} onOpen={onOpen} />
      ) : (
        <OpenChat
          key={chatId}
          chatId={chatId}
          models={models}
          documents={documents}
          onOpen={onOpen}
          onRemove={onRemove}
          onRename={onRename}
        />
      )}
    </>
  );
}
