import type { AdapterUse, ChatMode } from "#main/chat/contract.ts";
import { useAdapterShelf } from "#renderer/app/state/adapter-shelf.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { AdaptersSection } from "./AdaptersSection.tsx";
import "./inspector.css";

export interface NewChatAdaptersProps {
  modelId: string | null;
  mode: ChatMode;
  /** null: those that chats with this model begin with. */
  changed: AdapterUse[] | null;
  onChange: (used: AdapterUse[]) => void;
  onAdd: () => void;
}

/** The adapters that a chat will begin with: the usual preset's, else those of the model's shelf, until they are changed here. */
export function NewChatAdapters({ modelId, mode, changed, onChange, onAdd }: NewChatAdaptersProps) {
  const shelf = useAdapterShelf(modelId);
  const ofPreset = usePresets((view) => {
    const presetId = view.usual.find((one) => one.modelId === modelId)?.presetId;
    return view.presets.find((preset) => preset.id === presetId)?.adapters ?? null;
  });
  const used = changed ?? ofPreset ?? (mode === "text" ? shelf?.usualInTexts : shelf?.usual) ?? nothing;
  return <AdaptersSection key={modelId} modelId={modelId} used={used} onChange={onChange} onAdd={onAdd} />;
}

const nothing: readonly AdapterUse[] = [];
