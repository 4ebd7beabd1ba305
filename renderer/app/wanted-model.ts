import { create } from "zustand";
import type { AdapterUse } from "#main/chat/contract.ts";

interface Wanted {
  modelId: string | null;
  /** null: those that chats with this model begin with. */
  adapters: AdapterUse[] | null;
}

/**
 * The model that the next new chat begins with, when it was chosen in Models or on the first page; the chat keeps it from then on. Adapters
 * are of one chat, chosen after a training.
 */
export const useWantedModel = create<Wanted>(() => ({ modelId: null, adapters: null }));

export function wantModel(modelId: string | null, adapters: AdapterUse[] | null = null): void {
  useWantedModel.setState({ modelId, adapters });
}
