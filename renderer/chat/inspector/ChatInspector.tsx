import { useEffect, useState } from "react";
import type { Chat, ContextUse, Preset } from "#main/chat/contract.ts";
import type { Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toast } from "#renderer/ui/toasts.ts";
import type { ChatChange } from "../use-chat-actions.ts";
import { AdaptersSection } from "./AdaptersSection.tsx";
import { InstructionsSection } from "./InstructionsSection.tsx";
import { RoomSection } from "./RoomSection.tsx";
import { SamplingSection } from "./SamplingSection.tsx";
import "./inspector.css";

export interface ChatInspectorProps {
  chat: Chat;
  contextUse: ContextUse | null;
  adapters: readonly Model[];
  onChangeRoom: () => void;
  onConfigure: (change: ChatChange) => void;
}

/** What a conversation is held with, besides its model. */
export function ChatInspector({ chat, contextUse, adapters, onChangeRoom, onConfigure }: ChatInspectorProps) {
  const t = useText();
  const client = useClient();
  const [presets, setPresets] = useState<readonly Preset[]>([]);
  useEffect(() => {
    // Without presets the knobs still work.
    client.chat.presets().then(setPresets, () => undefined);
  }, [client]);
  const change = (work: Promise<unknown>) => {
    work.then(() => client.chat.presets()).then(setPresets, () => toast(t("chat.preset.failed")));
  };
  return (
    <>
      <AdaptersSection adapters={adapters} used={chat.adapters} onChange={(used) => onConfigure({ adapters: used })} />
      <RoomSection use={contextUse} onChangeRoom={onChangeRoom} />
      <InstructionsSection text={chat.systemPrompt} onChange={(systemPrompt) => onConfigure({ systemPrompt })} />
      <SamplingSection
        sampling={chat.sampling}
        presets={presets}
        onChange={(sampling) => onConfigure({ sampling })}
        onSavePreset={(name, sampling) => change(client.chat.savePreset({ id: null, name, sampling }))}
        onRemovePreset={(preset) => change(client.chat.removePreset({ id: preset.id }))}
      />
    </>
  );
}
