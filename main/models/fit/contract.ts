import { z } from "zod";

/** How a model is loaded. "auto" lets the engine choose from what is free now. */
export const loadOptions = z.strictObject({
  backend: z.enum(["auto", "cuda", "vulkan", "metal", "cpu"]),
  gpuLayers: z.union([z.literal("auto"), z.number().int().min(0).max(1_000)]),
  /** Room for conversation, shared by `parallelChats`; "auto": the model's own, at most 8,192 tokens a chat, and what fits. */
  contextTokens: z.union([z.literal("auto"), z.number().int().min(256).max(4_194_304)]),
  /** Type of the KV cache's entries: F16 exact, Q8_0 half the memory. */
  kvCacheType: z.enum(["f16", "q8_0", "q4_0"]),
  flashAttention: z.enum(["auto", "on", "off"]),
  mmap: z.boolean(),
  mlock: z.boolean(),
  /** "auto": the engine measures and changes it while it runs. */
  threads: z.union([z.literal("auto"), z.number().int().min(1).max(512)]),
  /** Chats that can be written at the same time; more wait in a queue. */
  parallelChats: z.number().int().min(1).max(16),
  /** Load although the estimate says that memory is short. */
  ignoreMemoryCheck: z.boolean(),
});
export type LoadOptions = z.infer<typeof loadOptions>;

/** Whether a model fits in what is free now. Estimates; `neededBytes` holds weights, KV cache and working memory. */
export const fit = z.strictObject({
  state: z.enum(["fits", "tight", "part-on-card", "too-large", "unknown"]),
  neededBytes: z.number(),
  freeBytes: z.number(),
});
export type Fit = z.infer<typeof fit>;

/** `usedByOthersBytes` is what neither Cloister nor its engines hold. */
export const machine = z.strictObject({
  totalMemoryBytes: z.number(),
  freeMemoryBytes: z.number(),
  cloisterMemoryBytes: z.number(),
  cores: z.number().int(),
  gpus: z.array(z.strictObject({ name: z.string(), totalBytes: z.number(), freeBytes: z.number() })),
});
export type Machine = z.infer<typeof machine>;
