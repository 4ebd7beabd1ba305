import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Announcer } from "./Announcer.tsx";
import { BaseModelNote } from "./BaseModelNote.tsx";
import type { ChatModels } from "./chat-models.ts";
import { Composer } from "./composer/Composer.tsx";
import { Conversation } from "./conversation/Conversation.tsx";
import { type ChatDocuments, isSmall, NO_SOURCES } from "./sources/answers-from.ts";
import { TextPage } from "./TextPage.tsx";
import type { OpenedChat } from "./use-open-chat.ts";

export interface ChatColumnProps {
  readonly chatId: string;
  readonly opened: OpenedChat;
  readonly models: ChatModels;
  readonly documents: ChatDocuments;
  readonly onNew: () => void;
  /** There is room for what the model is not made for. */
  readonly showsModelNote: boolean;
}

/** The conversation and where one writes, in a column of whatever width. */
export function ChatColumn({ chatId, opened, models, documents, onNew, showsModelNote }: ChatColumnProps) {
  const t = useText();
  const { live, actions, model, run, lastAnswer, composer } = opened;
  const view = live.view;
  if (opened.isGone)
    return (
      <div className="page mid">
        <Fault error={live.error ?? undefined} actions={<Button onClick={onNew}>{t("chat.new")}</Button>}>
          {live.error === null && <p>{t("chat.gone")}</p>}
        </Fault>
      </div>
    );
  const messages = view?.messages ?? [];
  const isText = view?.chat.mode === "text";
  return (
    <>
      {view === null ? (
        <div className="scroll" />
      ) : isText ? (
        <TextPage view={view} editingId={actions.editingId} />
      ) : (
        <Conversation view={view} editingId={actions.editingId} />
      )}
      {view !== null && <Announcer view={view} />}
      <div className="dock">
        {actions.fault !== null && (
          <Fault error={actions.fault} actions={<Button onClick={actions.dismiss}>{t("chat.dismiss")}</Button>} />
        )}
        {showsModelNote && !isText && model !== null && messages.length < 3 && (
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
            if (lastAnswer !== null) actions.resume(lastAnswer.id);
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
    </>
  );
}
