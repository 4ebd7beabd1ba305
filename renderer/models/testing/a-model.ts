import type { Model } from "#main/models/contract.ts";

/** A model as tests need it. */
export function aModel(over: Partial<Model> = {}): Model {
  return {
    id: "model",
    name: "A model",
    kind: "chat",
    path: "/models/a.gguf",
    keptIn: "folder",
    isSample: false,
    isFavourite: false,
    note: "",
    isDouble: false,
    partOf: null,
    sizeBytes: 5e9,
    architecture: "qwen3",
    parameters: 8e9,
    activeParameters: null,
    quantisation: "Q4_K_M",
    licence: "apache-2.0",
    trainedContextTokens: 32_768,
    hasChatTemplate: true,
    thinks: false,
    problem: null,
    fit: { state: "fits", neededBytes: 6e9, freeBytes: 9e9 },
    tokensPerSecond: null,
    addedAt: 0,
    lastUsedAt: null,
    loadOptions: {
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
    },
    ...over,
  };
}
