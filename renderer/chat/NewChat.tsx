import { useEffect, useRef, useState } from "react";
import type { AdapterUse, Chat, ChatMode } from "#main/chat/contract.ts";
import type { AnswersFrom } from "#main/chat/grounding/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Empty } from "#renderer/ui/Empty.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { BaseModelNote } from "./BaseModelNote.tsx";
import type { ChatModels } from "./chat-models.ts";
import { Composer, type ComposerHandle } from "./composer/Composer.tsx";
import { moveDraft } from "./composer/drafts.ts";
import { NewChatAdapters } from "./inspector/NewChatAdapters.tsx";
import { type ChatDocuments, isSmall, NO_SOURCES } from "./sources/answers-from.ts";
import { NewChatInspector } from "./inspector/NewChatInspector.tsx";

/** Its draft is kept under this name until the chat has an id. */
const draftKey = "new";

export interface NewChatProps {
  models: ChatModels;
  documents: ChatDocuments;
  onOpen: (chatId: string) => void;
}

/** A chat before its first message: nothing is stored until there is something to store. */
export function NewChat({ models, documents, onOpen }: NewChatProps) {
  const t = useText();
  const client = useClient();
  const composer = useRef<ComposerHandle>(null);
  const [chosen, setChosen] = useState<string | null>(models.wanted.modelId);
  const [mode, setMode] = useState<ChatMode>("chat");
  // As changed here, for this model; another one has its own.
  const [changed, setChanged] = useState<{ modelId: string | null; adapters: AdapterUse[] } | null>(() => {
    const { modelId: of, adapters: wanted } = models.wanted;
    return wanted === null ? null : { modelId: of, adapters: wanted };
  });
  const [answersFrom, setAnswersFrom] = useState<AnswersFrom>(documents.wanted ?? NO_SOURCES);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const modelId = chosen ?? models.usualModelId;
  const adapters = changed?.modelId === modelId ? changed.adapters : null;
  const model = models.models.find((one) => one.id === modelId) ?? null;
  useAction({ id: "focus-composer", label: t("chat.focus"), keyOnly: true, run: () => composer.current?.focus() });
  useEffect(() => composer.current?.focus(), []);

  const openWhen = async (made: Promise<Chat>): Promise<boolean> => {
    try {
      const chat = await made;
      setFault(null);
      moveDraft(draftKey, chat.id);
      onOpen(chat.id);
      return true;
    } catch (error) {
      setFault(toErrorShape(error));
      return false;
    }
  };
  const own = adapters === null ? {} : { adapters };
  const send = (text: string) =>
    openWhen(client.chat.begin({ mode, modelId, ...own, answersFrom, text }).then(({ chat }) => chat));
  const create = async () => {
    const chat = await client.chat.create({ mode, modelId });
    return client.chat.configure({ chatId: chat.id, answersFrom, ...own });
  };
  const example = mode === "text" ? t("chat.example.text") : t("chat.example");

  return (
    <>
      <MainPane>
        <RoomBar
          title={t("chat.new.title")}
          sub={t("chat.new.sub")}
          actions={models.switcher(modelId, false, setChosen)}
        />
        <div className="scroll new-chat">
          <Empty
            title={mode === "text" ? t("chat.empty.text.title") : t("chat.empty.title")}
            actions={<Button onClick={() => void send(example)}>{example}</Button>}
          >
            {mode === "text" ? t("chat.empty.text") : t("chat.empty")}
          </Empty>
        </div>
        <div className="dock">
          {fault !== null && <Fault error={fault} />}
          {mode === "chat" && model !== null && (
            <BaseModelNote
              model={model}
              presetId={null}
              onText={() => setMode("text")}
              onTemplate={() => models.editPresets(model.id, null)}
            />
          )}
          <Composer
            ref={composer}
            chatId={draftKey}
            mode={mode}
            run={null}
            isReady
            canContinue={false}
            onSend={send}
            onContinue={() => undefined}
            onStop={() => undefined}
            onMode={setMode}
            answersFrom={answersFrom}
            onAnswersFrom={setAnswersFrom}
            chooser={documents.chooser}
            isSmallModel={isSmall(model)}
            onEditLast={() => undefined}
          />
        </div>
      </MainPane>
      <InspectorPane label={t("chat.inspector")} title={t("chat.inspector.title")}>
        {models.memory(modelId)}
        <NewChatAdapters
          modelId={modelId}
          mode={mode}
          changed={adapters}
          onChange={(used) => setChanged({ modelId, adapters: used })}
          onAdd={() => models.addAdapter(modelId)}
        />
        <NewChatInspector onBegin={() => void openWhen(create())} />
      </InspectorPane>
    </>
  );
}
