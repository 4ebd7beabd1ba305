import type { LoadOptions } from "./contract.ts";
import type { PresetLoad } from "./presets/contract.ts";

/** What is not set on a model: the engine chooses, two chats at a time. */
export const DEFAULT_LOAD_OPTIONS: LoadOptions = {
  backend: "auto",
  gpuLayers: "auto",
  contextTokens: "auto",
  kvCacheType: "f16",
  flashAttention: "auto",
  mmap: true,
  mlock: false,
  threads: "auto",
  parallelChats: 2,
  ignoreMemoryCheck: false,
};

/** Room of one chat when it is left to the engine, and the least with which it begins (main/engine/contexts.ts). */
export const AUTO_CONTEXT_TOKENS = 8_192;
export const SMALLEST_CONTEXT_TOKENS = 256;

/** The model's own options with what a preset changes about them. */
export function withPreset(options: LoadOptions, load: PresetLoad): LoadOptions {
  return {
    ...options,
    contextTokens: load.contextTokens ?? options.contextTokens,
    kvCacheType: load.kvCacheType ?? options.kvCacheType,
    flashAttention: load.flashAttention ?? options.flashAttention,
    threads: load.threads ?? options.threads,
  };
}
