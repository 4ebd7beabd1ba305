import type { ReactNode } from "react";
import type { AdapterUse } from "#main/chat/contract.ts";
import type { EngineState, Model } from "#main/models/contract.ts";

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
