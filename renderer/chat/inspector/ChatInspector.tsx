import type { Chat, ContextUse } from "#main/chat/contract.ts";
import type { Model } from "#main/models/contract.ts";
import type { ChatChange } from "../use-chat-actions.ts";
import { AdaptersSection } from "./AdaptersSection.tsx";
import { InstructionsSection } from "./InstructionsSection.tsx";
import { PresetSection } from "./PresetSection.tsx";
import { RoomSection } from "./RoomSection.tsx";
import { SamplingSection } from "./SamplingSection.tsx";
import "./inspector.css";

export interface ChatInspectorProps {
  chat: Chat;
  contextUse: ContextUse | null;
  adapters: readonly Model[];
  modelId: string | null;
  onChangeRoom: () => void;
  onEditPresets: () => void;
  onConfigure: (change: ChatChange) => void;
}

/** What a conversation is held with, besides its model. */
export function ChatInspector(props: ChatInspectorProps) {
  const { chat, contextUse, adapters, modelId, onChangeRoom, onEditPresets, onConfigure } = props;
  return (
    <>
      <AdaptersSection adapters={adapters} used={chat.adapters} onChange={(used) => onConfigure({ adapters: used })} />
      <RoomSection use={contextUse} onChangeRoom={onChangeRoom} />
      <PresetSection
        chat={chat}
        modelId={modelId}
        onChoose={(presetId) => onConfigure({ presetId })}
        onEdit={onEditPresets}
      />
      <InstructionsSection text={chat.systemPrompt} onChange={(systemPrompt) => onConfigure({ systemPrompt })} />
      <SamplingSection sampling={chat.sampling} modelId={modelId} onChange={(sampling) => onConfigure({ sampling })} />
    </>
  );
}
