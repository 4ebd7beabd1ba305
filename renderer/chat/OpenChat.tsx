import { useState } from "react";
import type { Chat } from "#main/chat/contract.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import type { ChatModels } from "./chat-models.ts";
import { ChatColumn } from "./ChatColumn.tsx";
import { ChatMenu } from "./ChatMenu.tsx";
import { ConversationActionsContext } from "./conversation/actions.ts";
import { ChatInspector } from "./inspector/ChatInspector.tsx";
import type { ChatDocuments } from "./sources/answers-from.ts";
import { useOpenChat } from "./use-open-chat.ts";

interface OpenChatProps {
  chatId: string;
  models: ChatModels;
  documents: ChatDocuments;
  onOpen: (chatId: string | null) => void;
  onRemove: (chat: Chat) => void;
  onRename: (chat: Chat, title: string) => void;
}

/** One chat in the main column, with what it is held with beside it. */
export function OpenChat({ chatId, models, documents, onOpen, onRemove, onRename }: OpenChatProps) {
  const t = useText();
  const [renaming, setRenaming] = useState(false);
  const opened = useOpenChat({ chatId, models, documents, takesFocus: true, onOpen });
  const { live, actions, modelId, run, title } = opened;
  const view = live.view;
  return (
    <ConversationActionsContext value={actions}>
      <MainPane>
        <RoomBar
          title={title}
          heading={
            renaming && view !== null ? (
              <>
                <h1 className="sr">{title}</h1>
                <TitleField
                  title={view.chat.title}
                  label={t("chat.title")}
                  maxLength={200}
                  onEnd={(next) => {
                    setRenaming(false);
                    if (next !== null) onRename(view.chat, next);
                  }}
                />
              </>
            ) : undefined
          }
          sub={
            view === null
              ? undefined
              : t("chat.where", { count: view.messages.length + view.earlier, mode: view.chat.mode })
          }
          actions={models.switcher(modelId, run !== null, (id) => actions.configure({ modelId: id }))}
          more={
            view === null ? undefined : (
              <ChatMenu view={view} onRename={() => setRenaming(true)} onRemove={() => onRemove(view.chat)} />
            )
          }
        />
        <ChatColumn {...{ chatId, opened, models, documents }} onNew={() => onOpen(null)} showsModelNote />
      </MainPane>
      <InspectorPane label={t("chat.inspector")} title={t("chat.inspector.title")}>
        {models.memory(modelId)}
        {view !== null && (
          <ChatInspector
            chat={view.chat}
            contextUse={view.contextUse}
            onAddAdapter={() => models.addAdapter(modelId)}
            modelId={modelId}
            onChangeRoom={actions.changeRoom}
            onEditPresets={() => models.editPresets(modelId, view.chat.presetId)}
            onConfigure={actions.configure}
          />
        )}
      </InspectorPane>
    </ConversationActionsContext>
  );
}
