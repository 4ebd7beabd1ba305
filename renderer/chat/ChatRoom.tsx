import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import type { AdapterUse, Chat } from "#main/chat/contract.ts";
import type { EngineState, Model } from "#main/models/contract.ts";
import { actionOf, useAction } from "#renderer/app/actions/registry.ts";
import { closeDrawer } from "#renderer/app/frame/frame-store.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { ListPane } from "#renderer/app/frame/ListPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import { Announcer } from "./Announcer.tsx";
import { BaseModelNote } from "./BaseModelNote.tsx";
import { ChatMenu } from "./ChatMenu.tsx";
import { Composer, type ComposerHandle } from "./composer/Composer.tsx";
import { Conversation } from "./conversation/Conversation.tsx";
import { ConversationActionsContext } from "./conversation/actions.ts";
import { useFindingKeys } from "./grounding/use-finding-keys.ts";
import { ChatInspector } from "./inspector/ChatInspector.tsx";
import { ChatList } from "./list/ChatList.tsx";
import { NewChat } from "./NewChat.tsx";
import { TextPage } from "./TextPage.tsx";
import { type ChatDocuments, isSmall, NO_SOURCES } from "./sources/answers-from.ts";
import { useChat } from "./use-chat.ts";
import { useChatActions } from "./use-chat-actions.ts";
import { currentRun } from "./current-run.ts";
import { useListActions } from "./use-list-actions.ts";

/** What the room needs to know and show of models; the two rooms meet in the app, not in one another. */
export interface ChatModels {
  readonly models: readonly Model[];
  readonly engines: readonly EngineState[];
  /** The model of a new chat, or null while none is known. */
  readonly usualModelId: string | null;
  /** What somebody chose for the next new chat, elsewhere. */
  readonly wanted: { readonly modelId: string | null; readonly adapters: AdapterUse[] | null };
  readonly switcher: (modelId: string | null, isWriting: boolean, onChoose: (modelId: string) => void) => ReactNode;
  readonly memory: (modelId: string | null) => ReactNode;
  /** What to use instead of a model that does not fit, or null. */
  readonly instead: (modelId: string | null) => Model | null;
  readonly findFile: (modelId: string) => void;
  readonly addAdapter: (modelId: string | null) => void;
  readonly changeRoom: (modelId: string) => void;
  /** Where the presets of a model are made. */
  readonly editPresets: (modelId: string | null, presetId: string | null) => void;
  readonly chooseModel: () => void;
}

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

interface OpenChatProps {
  chatId: string;
  models: ChatModels;
  documents: ChatDocuments;
  onOpen: (chatId: string | null) => void;
  onRemove: (chat: Chat) => void;
  onRename: (chat: Chat, title: string) => void;
}

function OpenChat({ chatId, models, documents, onOpen, onRemove, onRename }: OpenChatProps) {
  const t = useText();
  const live = useChat(chatId);
  const view = live.view;
  const composer = useRef<ComposerHandle>(null);
  const [renaming, setRenaming] = useState(false);
  const modelId = view?.chat.modelId ?? models.usualModelId;
  const model = models.models.find((one) => one.id === modelId) ?? null;
  const actions = useChatActions({
    chatId,
    view,
    leads: {
      openSwitcher: () => actionOf("change-model")?.run(),
      findFile: () => (modelId === null ? models.chooseModel() : models.findFile(modelId)),
      changeRoom: () => (modelId === null ? models.chooseModel() : models.changeRoom(modelId)),
      chooseModel: models.chooseModel,
      openPassage: documents.openPassage,
    },
    instead: models.instead(modelId),
    onEdited: () => composer.current?.focus(),
  });
  const messages = view?.messages ?? [];
  const run = currentRun(view);
  const lastAnswer = messages.findLast((message) => message.role === "assistant");
  useAction({ id: "focus-composer", label: t("chat.focus"), keyOnly: true, run: () => composer.current?.focus() });
  useAction(run === null ? null : { id: "stop", label: t("chat.stop"), icon: "stop", run: () => actions.stop(run.id) });
  useAction(
    lastAnswer === undefined || run !== null
      ? null
      : { id: "again", label: t("chat.again"), icon: "again", run: () => actions.retry(lastAnswer.id, false) },
  );
  useFindingKeys(view);
  useEffect(() => composer.current?.focus(), []);

  const isGone = live.removed || live.error?.code === "NOT_FOUND";
  const title = view === null ? t("chat.title.loading") : view.chat.title === "" ? t("chat.untitled") : view.chat.title;
  const isText = view?.chat.mode === "text";

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
            view === null ? undefined : t("chat.where", { count: messages.length + view.earlier, mode: view.chat.mode })
          }
          actions={models.switcher(modelId, run !== null, (id) => actions.configure({ modelId: id }))}
          more={
            view === null ? undefined : (
              <ChatMenu view={view} onRename={() => setRenaming(true)} onRemove={() => onRemove(view.chat)} />
            )
          }
        />
        {isGone && (
          <div className="page mid">
            <Fault
              error={live.error ?? undefined}
              actions={<Button onClick={() => onOpen(null)}>{t("chat.new")}</Button>}
            >
              {live.error === null && <p>{t("chat.gone")}</p>}
            </Fault>
          </div>
        )}
        {!isGone &&
          (view === null ? (
            <div className="scroll" />
          ) : isText ? (
            <TextPage view={view} editingId={actions.editingId} />
          ) : (
            <Conversation view={view} editingId={actions.editingId} />
          ))}
        {view !== null && <Announcer view={view} />}
        {!isGone && (
          <div className="dock">
            {actions.fault !== null && (
              <Fault error={actions.fault} actions={<Button onClick={actions.dismiss}>{t("chat.dismiss")}</Button>} />
            )}
            {!isText && model !== null && messages.length < 3 && (
              <BaseModelNote
                model={model}
                presetId={view?.chat.presetId ?? null}
                onText={() => actions.configure({ mode: "text" })}
                onTemplate={() => models.editPresets(model.id, null)}
              />
            )}
            <Composer
              ref={composer}
              chatId={chatId}
              mode={view?.chat.mode ?? "chat"}
              run={run}
              isReady={view !== null}
              canContinue={messages.at(-1)?.role === "assistant"}
              onSend={actions.send}
              onContinue={() => {
                if (lastAnswer !== undefined) actions.resume(lastAnswer.id);
              }}
              onStop={() => {
                if (run !== null) actions.stop(run.id);
              }}
              onMode={(mode) => actions.configure({ mode })}
              answersFrom={view?.chat.answersFrom ?? NO_SOURCES}
              onAnswersFrom={(answersFrom) => actions.configure({ answersFrom })}
              chooser={documents.chooser}
              isSmallModel={isSmall(model)}
              onEditLast={actions.editLast}
            />
          </div>
        )}
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
