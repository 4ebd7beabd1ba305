import type { Chat, ContextUse } from "#main/chat/contract.ts";
import type { ChatChange } from "../use-chat-actions.ts";
import { FormatSection } from "../structured/FormatSection.tsx";
import { AdaptersSection } from "./AdaptersSection.tsx";
import { InstructionsSection } from "./InstructionsSection.tsx";
import { PresetSection } from "./PresetSection.tsx";
import { RoomSection } from "./RoomSection.tsx";
import { SamplingSection } from "./SamplingSection.tsx";
import "./inspector.css";

export interface ChatInspectorProps {
  chat: Chat;
  contextUse: ContextUse | null;
  modelId: string | null;
  onAddAdapter: () => void;
  onChangeRoom: () => void;
  onEditPresets: () => void;
  onConfigure: (change: ChatChange) => void;
}

/** What a conversation is held with, besides its model. */
export function ChatInspector(props: ChatInspectorProps) {
  const { chat, contextUse, modelId, onAddAdapter, onChangeRoom, onEditPresets, onConfigure } = props;
  return (
    <>
      <AdaptersSection
        modelId={modelId}
        used={chat.adapters}
        onChange={(used) => onConfigure({ adapters: used })}
        onAdd={onAddAdapter}
      />
      <RoomSection use={contextUse} onChangeRoom={onChangeRoom} />
      <PresetSection
        chat={chat}
        modelId={modelId}
        onChoose={(presetId) => onConfigure({ presetId })}
        onEdit={onEditPresets}
      />
      <InstructionsSection text={chat.systemPrompt} onChange={(systemPrompt) => onConfigure({ systemPrompt })} />
      {chat.mode === "chat" && (
        <FormatSection schema={chat.answerSchema} onChange={(answerSchema) => onConfigure({ answerSchema })} />
      )}
      <SamplingSection sampling={chat.sampling} modelId={modelId} onChange={(sampling) => onConfigure({ sampling })} />
    </>
  );
}
