import { oc } from "@orpc/contract";
import { z } from "zod";
import { id } from "../../rpc/shapes.ts";

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
  /** A card of any maker can be used through Vulkan. */
  hasVulkan: z.boolean(),
});
export type Machine = z.infer<typeof machine>;

/** All that is said of a model before it is loaded. Bytes; null where the file does not say enough. */
export const estimate = z.strictObject({
  fit,
  /** What takes how much, wherever it is. */
  need: z
    .strictObject({
      weightsBytes: z.number(),
      kvCacheBytes: z.number(),
      computeBytes: z.number(),
      adapterBytes: z.number(),
      draftBytes: z.number(),
      programBytes: z.number(),
    })
    .nullable(),
  /** How it is shared between main memory and cards, of `totalLayers` on the card. */
  devices: z
    .strictObject({
      ramBytes: z.number(),
      cardBytes: z.number(),
      gpuLayers: z.number().int(),
      totalLayers: z.number().int(),
    })
    .nullable(),
  /** Names of models that nobody uses and that would be put away for it. */
  putAway: z.array(z.string()),
  /** For one that is too large: the least change with which it fits. */
  nearest: z.strictObject({ change: loadOptions.partial(), fit }).nullable(),
  /** On the processor; null where nothing is known yet. Measured: at the last answer here. */
  speed: z.strictObject({ tokensPerSecond: z.number(), isMeasured: z.boolean() }).nullable(),
  /** How far estimates of speed have been from what was measured here: the median, as a share. */
  speedError: z.number().nullable(),
  isMachineMeasured: z.boolean(),
});
export type Estimate = z.infer<typeof estimate>;

export const fitContract = {
  /** As it would be with these options, before they are kept. */
  estimate: oc.input(z.strictObject({ modelId: id, loadOptions })).output(estimate),
  /** Measures how fast this computer writes, as a job of some seconds; the one under way, if there is one. */
  measureMachine: oc.output(z.strictObject({ jobId: id })),
};
