import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { errorShape, id, timestamp } from "../rpc/shapes.ts";
import { adaptersContract } from "./adapters/contract.ts";
import { fit, fitContract, loadOptions, machine } from "./fit/contract.ts";
import { hubContract } from "./hub/contract.ts";
import { outputsContract } from "./outputs/contract.ts";
import { presetsContract, templateProblem } from "./presets/contract.ts";
import { quantiseContract } from "./quantise/contract.ts";
import { folder, libraryContract } from "./library/contract.ts";

export { fit, loadOptions, machine };
export type { Fit, LoadOptions, Machine } from "./fit/contract.ts";
export type { Folder } from "./library/contract.ts";

export const modelKind = z.enum(["chat", "base", "embedding", "reranker", "adapter", "projector", "vocabulary"]);

export const model = z.strictObject({
  id,
  name: z.string(),
  kind: modelKind,
  path: z.string(),
  /** Who keeps the file. It is used where it is: never moved, copied or changed. */
  keptIn: z.enum(["cloister", "lm-studio", "ollama", "hugging-face", "jan", "gpt4all", "llama-cpp", "folder", "file"]),
  isSample: z.boolean(),
  isFavourite: z.boolean(),
  /** The user's own words about it; "" for none. */
  note: z.string(),
  /** Another one on the list has the same content. */
  isDouble: z.boolean(),
  /** Of a projector: the name of a model that it belongs to. */
  partOf: z.string().nullable(),
  sizeBytes: z.number(),
  architecture: z.string(),
  parameters: z.number().nullable(),
  /** Of a mixture of experts: those that a token passes. */
  activeParameters: z.number().nullable(),
  /** "Q4_K_M", "F16", … as the file says, else from its tensors. */
  quantisation: z.string(),
  licence: z.string().nullable(),
  trainedContextTokens: z.number().int(),
  hasChatTemplate: z.boolean(),
  /** Why the template in its file cannot be used: turns are then put to it as plain questions and answers. */
  templateFault: templateProblem.nullable(),
  /** The model can write thoughts before its answer. */
  thinks: z.boolean(),
  /** The file is gone, was replaced, or cannot be used, and why. */
  problem: errorShape.nullable(),
  fit,
  /** Measured here, at the last answer. 0.75 words a token. */
  tokensPerSecond: z.number().nullable(),
  /** From what was measured of this computer, until it has written here. */
  estimatedTokensPerSecond: z.number().nullable(),
  addedAt: timestamp,
  lastUsedAt: timestamp.nullable(),
  loadOptions,
});
export type Model = z.infer<typeof model>;

/** One running engine: a child process with one model loaded. */
export const engineState = z.strictObject({
  modelId: id,
  phase: z.enum(["loading", "ready", "failed", "paused"]),
  /** 0 to 1 while loading. */
  progress: z.number(),
  backend: z.string().nullable(),
  contextTokens: z.number().int().nullable(),
  gpuLayers: z.number().int().nullable(),
  threads: z.number().int().nullable(),
  /** Resident memory of the child, and what it holds on cards. */
  memoryBytes: z.number(),
  gpuMemoryBytes: z.number(),
  busyChats: z.number().int(),
  waitingChats: z.number().int(),
  error: errorShape.nullable(),
});
export type EngineState = z.infer<typeof engineState>;

export const modelsView = z.strictObject({
  models: z.array(model),
  engines: z.array(engineState),
  machine,
  folders: z.array(folder),
  scanning: z.boolean(),
  /** The sample model can be brought here (Python and a package index are there), is coming, is here, or why not. */
  sample: z.strictObject({
    state: z.enum(["absent", "installing", "installed"]),
    sizeBytes: z.number(),
  }),
});
export type ModelsView = z.infer<typeof modelsView>;

export const modelsEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("snapshot"), view: modelsView }),
  /** Those that are new or have changed, and those that are off the list. */
  z.strictObject({ type: z.literal("models"), models: z.array(model), gone: z.array(id) }),
  z.strictObject({ type: z.literal("folders"), folders: z.array(folder) }),
  z.strictObject({ type: z.literal("engines"), engines: z.array(engineState) }),
  z.strictObject({ type: z.literal("machine"), machine }),
  z.strictObject({ type: z.literal("scanning"), scanning: z.boolean() }),
  z.strictObject({ type: z.literal("sample"), sample: modelsView.shape.sample }),
]);
export type ModelsEvent = z.infer<typeof modelsEvent>;

const path = z.string().min(1).max(4_096);
const empty = z.strictObject({});
const job = z.strictObject({ jobId: id });

export const modelsContract = {
  fit: fitContract,
  library: libraryContract,
  adapters: adaptersContract,
  hub: hubContract,
  presets: presetsContract,
  outputs: outputsContract,
  quantise: quantiseContract,
  get: oc.output(modelsView),
  watch: oc.output(eventIterator(modelsEvent)),
  /** Looks again in the known places and the user's folders. */
  scan: oc.output(job),
  addFolder: oc.input(z.strictObject({ path })).output(job),
  removeFolder: oc.input(z.strictObject({ path })).output(empty),
  addFile: oc.input(z.strictObject({ path })).output(model),
  /** The file of a model that was moved; refused with MODEL_CHANGED when it is another model. */
  locate: oc.input(z.strictObject({ modelId: id, path })).output(model),
  /** Takes it off the list; the file stays. */
  forget: oc.input(z.strictObject({ modelId: id })).output(empty),
  rename: oc.input(z.strictObject({ modelId: id, name: z.string().trim().min(1).max(120) })).output(model),
  setLoadOptions: oc.input(z.strictObject({ modelId: id, loadOptions })).output(model),
  /** `anyway`: this once, although memory is short. */
  load: oc.input(z.strictObject({ modelId: id, anyway: z.boolean().optional() })).output(job),
  unload: oc.input(z.strictObject({ modelId: id })).output(empty),
  /** Brings the sample model here. NETWORK_OFF unless the user has just agreed to this one download. */
  installSample: oc.input(z.strictObject({ networkAllowed: z.boolean() })).output(job),
};
