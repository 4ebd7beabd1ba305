import type { Model } from "./contract.ts";
import type { WeightsUse } from "./fit/weights-use.ts";
import type { TemplateProblem } from "./presets/contract.ts";

/** What a model's files say about it, read once and kept in the database. */
export interface ModelFacts {
  name: string;
  kind: Model["kind"];
  architecture: string;
  parameters: number | null;
  quantisation: string;
  licence: string | null;
  trainedContextTokens: number;
  hasChatTemplate: boolean;
  thinks: boolean;
  /** Data of all tensors. */
  weightsBytes: number;
  /** null: the file does not say enough to estimate its memory. */
  shape: ModelShape | null;
  about: ModelAbout;
}

/** What is read of a file beyond what the list needs. Goes up with every change of what is read: then files are read again. */
export const ABOUT_VERSION = 4;

/** What the file says of where the model comes from and how it is made. */
export interface ModelAbout {
  version: number;
  madeBy: string | null;
  /** Who made this file of it. */
  quantisedBy: string | null;
  /** Codes as the file has them ("en", "de"). */
  languages: string[];
  /** "google/gemma-3-270m", where it names a repository. */
  repository: string | null;
  /** An http(s) address that the file names; nothing opens it by itself. */
  sourceUrl: string | null;
  /** The family's name without size and version, and the models it was made from: what a projector is paired by. */
  baseName: string | null;
  baseModels: string[];
  tensorTypes: TensorTypeUse[];
  /** Where the weights go; null while the file has not been read for it. */
  weights: WeightsUse | null;
  /** Of a mixture: experts of each layer, and how many of them a token passes. */
  experts: { count: number; used: number } | null;
  /** Parameters that a token passes; null where that is all of them. */
  activeParameters: number | null;
  /** Of a projector: what it reads, and the width of the model that it speaks to. */
  projector: { images: boolean; sound: boolean; embedding: number | null } | null;
  /** Why its chat template cannot be used; null where it can, or there is none. */
  templateFault: TemplateProblem | null;
}

/** How many tensors, numbers and bytes a file holds in one type. */
export interface TensorTypeUse {
  type: string;
  tensors: number;
  elements: number;
  bytes: number;
}

export const NOTHING_SAID: ModelAbout = {
  version: 0,
  madeBy: null,
  quantisedBy: null,
  languages: [],
  repository: null,
  sourceUrl: null,
  baseName: null,
  baseModels: [],
  tensorTypes: [],
  weights: null,
  experts: null,
  activeParameters: null,
  projector: null,
  templateFault: null,
};

/** What decides how much memory a model takes beside its weights, and which adapters fit it. */
export interface ModelShape {
  layers: number;
  embedding: number;
  feedForward: number;
  heads: number;
  /** Numbers that one token adds to the KV cache, over all layers. 0: no cache (encoders, recurrent models). */
  keysPerToken: number;
  valuesPerToken: number;
  /** Words of the vocabulary. */
  words: number;
}
