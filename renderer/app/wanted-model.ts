import { create } from "zustand";

/** The model that the next new chat begins with, when it was chosen in Models or on the first page; the chat keeps it from then on. */
export const useWantedModel = create<{ modelId: string | null }>(() => ({ modelId: null }));

export function wantModel(modelId: string | null): void {
  useWantedModel.setState({ modelId });
}
