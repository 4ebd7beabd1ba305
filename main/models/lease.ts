import type { EngineClient } from "../engine/client.ts";
import type { EngineAdapter, EngineDrafting, LoadedModel } from "../engine/contract.ts";
import type { AdapterUse, ChatMode, Sampling } from "../chat/contract.ts";
import type { LoadOptions } from "./fit/contract.ts";
import type { Drafting, Preset, PresetLoad } from "./presets/contract.ts";

/** The right to use a loaded model. While one is held, the engine is not unloaded for idleness. */
export interface EngineLease extends Disposable {
  readonly modelId: string;
  readonly modelName: string;
  readonly modelFingerprint: string;
  readonly loaded: LoadedModel;
  readonly kvCacheType: LoadOptions["kvCacheType"];
  readonly client: EngineClient;
}

/** How to wait for an engine. */
export interface Waiting {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: number) => void;
  /** Changes to the model's own options; not given: those of its usual preset, and any will do. */
  readonly load?: PresetLoad | undefined;
}

/** What a chat's preset, else the model's usual one, sets for an answer. */
export interface PresetInForce {
  readonly presetId: string | null;
  /** Jinja in place of the model's own. */
  readonly template: string | null;
  readonly load: PresetLoad;
  readonly drafting: Drafting;
}

/** What other features need of the presets. */
export interface ModelPresets {
  find(presetId: string): Preset | null;
  /** The model's usual preset. */
  usual(modelId: string): Preset | null;
  /** What a new chat with this model begins with; null: nothing is set. */
  forNewChat(modelId: string | null): {
    sampling: Sampling;
    systemPrompt: string | null;
    adapters: AdapterUse[] | null;
  };
  /** A preset of another model, or one that is gone, sets nothing. */
  inForce(presetId: string | null, modelId: string): PresetInForce;
  /** Keeps a template for as long as there are answers; its hash, by which `templateOf` finds it. */
  keepTemplate(text: string): string;
  templateOf(sha256: string): string | null;
}

/** What chats need of the adapters. */
export interface ModelAdapters {
  /** Files of adapters for this model, each looked at before. Throws ADAPTER_INVALID, NOT_FOUND. */
  resolveAdapters(modelId: string, adapters: readonly AdapterUse[]): Promise<EngineAdapter[]>;
  /** What new chats with this model begin with; `null`: with the default one. */
  usualAdapters(modelId: string | null, mode?: ChatMode): AdapterUse[];
}

/** Where an adapter that was made here gets its place on the shelf. */
export interface AdapterKeeper {
  /**
   * Moves a whole adapter from a folder of Cloister's into the folder of adapters and puts it on the list under this name. Throws
   * ADAPTER_UNREADABLE, DISK_FULL, FOLDER_READ_ONLY.
   */
  keep(path: string, name: string): Promise<{ adapterId: string; sizeBytes: number }>;
}

/** What other features need of the models feature. */
export interface ModelEngines extends ModelAdapters {
  /**
   * The engine of this model, started as a job when none runs. `null`: the default model, else the only or last used one. One that
   * was loaded otherwise than `load` has it is loaded again, unless somebody uses it just now.
   * Throws NO_MODEL, MODEL_NOT_FOUND, MODEL_INVALID, MODEL_CHANGED, NOT_ENOUGH_MEMORY, ENGINE_KEEPS_CRASHING, CANCELLED.
   */
  acquire(modelId: string | null, waiting: Waiting): Promise<EngineLease>;
  /** The lease if the model is loaded now, without starting anything: for measuring a context. */
  acquireIfLoaded(modelId: string | null): EngineLease | null;
  /** Tells of every model that has just been loaded, by whomever, until it is disposed of. */
  onLoaded(tell: (modelId: string) => void): Disposable;
  /** null: no drafting, or its draft model is gone. */
  resolveDrafting(drafting: Drafting): EngineDrafting | null;
  /** The conversation was erased: nothing of it stays in an engine or in a saved KV state. Never rejects because of an engine. */
  forgetConversation(conversationKey: string): Promise<void>;
  /** Answers that are being written now, in all engines. */
  writing(): number;
  /** A speed seen at an answer's end, kept with the model. */
  noteSpeed(modelId: string, tokensPerSecond: number): void;
  /** The user wants another try after ENGINE_KEEPS_CRASHING. */
  forgetCrashes(modelId: string): void;
}
