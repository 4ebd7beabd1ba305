import type { EngineClient } from "../engine/client.ts";
import type { EngineAdapter, LoadedModel } from "../engine/contract.ts";
import type { AdapterUse } from "../chat/contract.ts";

/** The right to use a loaded model. While one is held, the engine is not unloaded for idleness. */
export interface EngineLease extends Disposable {
  readonly modelId: string;
  readonly modelName: string;
  readonly modelFingerprint: string;
  readonly loaded: LoadedModel;
  readonly client: EngineClient;
}

/** What other features need of the models feature. */
export interface ModelEngines {
  /**
   * The engine of this model, started as a job when none runs. `null`: the default model, else the only or last used one.
   * Throws NO_MODEL, MODEL_NOT_FOUND, MODEL_INVALID, MODEL_CHANGED, NOT_ENOUGH_MEMORY, ENGINE_KEEPS_CRASHING, CANCELLED.
   */
  acquire(
    modelId: string | null,
    options: { signal: AbortSignal; onProgress: (progress: number) => void },
  ): Promise<EngineLease>;
  /** The lease if the model is loaded now, without starting anything: for measuring a context. */
  acquireIfLoaded(modelId: string | null): EngineLease | null;
  /** Tells of every model that has just been loaded, by whomever, until it is disposed of. */
  onLoaded(tell: (modelId: string) => void): Disposable;
  /** Files of adapters for this model, checked. Throws ADAPTER_INVALID, NOT_FOUND. */
  resolveAdapters(modelId: string, adapters: readonly AdapterUse[]): EngineAdapter[];
  /** The conversation was erased: nothing of it stays in an engine or in a saved KV state. Never rejects because of an engine. */
  forgetConversation(conversationKey: string): Promise<void>;
  /** A speed seen at an answer's end, kept with the model. */
  noteSpeed(modelId: string, tokensPerSecond: number): void;
  /** The user wants another try after ENGINE_KEEPS_CRASHING. */
  forgetCrashes(modelId: string): void;
}
