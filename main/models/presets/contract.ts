import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { adapterUse, sampling } from "../../chat/contract.ts";
import { id, timestamp } from "../../rpc/shapes.ts";
import { loadOptions } from "../fit/contract.ts";

/** Tokens that are guessed ahead at most; the model then checks all of them in one go. */
const draftTokens = z.number().int().min(1).max(32);

/**
 * Speculative decoding. `lookup`: what followed the same words earlier in the conversation; `model`: a smaller model with the same
 * vocabulary guesses. The model checks each guess with the sampler that would have drawn it, so the text is its own either way.
 */
export const drafting = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("off") }),
  z.strictObject({ kind: z.literal("lookup"), tokens: draftTokens }),
  z.strictObject({ kind: z.literal("model"), modelId: id, tokens: draftTokens }),
]);
export type Drafting = z.infer<typeof drafting>;

/** Changes to how the model is loaded; what is not named stays as it is set on the model. */
export const presetLoad = z.strictObject({
  contextTokens: loadOptions.shape.contextTokens.optional(),
  kvCacheType: loadOptions.shape.kvCacheType.optional(),
  flashAttention: loadOptions.shape.flashAttention.optional(),
  threads: loadOptions.shape.threads.optional(),
});
export type PresetLoad = z.infer<typeof presetLoad>;

/** What a preset sets. null and what is missing is left as it is: by the model's usual preset, else by the model and the chat. */
export const presetParts = z.strictObject({
  /** Copied into a chat that takes the preset, where it can be changed further. */
  sampling: sampling.nullable(),
  systemPrompt: z.string().max(1_000_000).nullable(),
  /** Jinja, in place of the model's own template. */
  template: z.string().min(1).max(200_000).nullable(),
  load: presetLoad,
  drafting: drafting.nullable(),
  /** Copied like the sampling. Those of one model fit no other, so such a preset belongs to a model. */
  adapters: z.array(adapterUse).max(16).nullable().optional(),
});
export type PresetParts = z.infer<typeof presetParts>;

/** Built-in ones are named "balanced", "precise", "creative" and "exact": the interface words them, `preset.<name>`. */
export const preset = presetParts.extend({
  id,
  /** null: for every model. */
  modelId: id.nullable(),
  name: z.string(),
  builtIn: z.boolean(),
});
export type Preset = z.infer<typeof preset>;

/** What a model did with a preset on this computer, while nothing else of Cloister's computed. Speeds in tokens a second. */
export const measurement = z.strictObject({
  id,
  modelId: id,
  /** null: the model as it is set. */
  presetId: id.nullable(),
  at: timestamp,
  /** Reading a prompt of `promptTokens` that it had not read before. */
  promptSpeed: z.number(),
  promptTokens: z.number().int(),
  /** Writing a text of its own, as the preset has it. */
  answerSpeed: z.number(),
  /** With drafting alone: writing a text again that stands in the prompt, with drafting and without. */
  quoting: z
    .strictObject({
      speed: z.number(),
      plainSpeed: z.number(),
      /** Guessed tokens, and those of them that were right. */
      drafted: z.number().int(),
      accepted: z.number().int(),
    })
    .nullable(),
  /** Held by the engine after it. */
  memoryBytes: z.number(),
  gpuMemoryBytes: z.number(),
  contextTokens: z.number().int(),
  threads: z.number().int(),
  kvCacheType: loadOptions.shape.kvCacheType,
  drafting: z.enum(["off", "lookup", "model"]),
  backend: z.string(),
  libraryVersion: z.string(),
});
export type Measurement = z.infer<typeof measurement>;

export const presetsView = z.strictObject({
  /** The built-in ones, then the user's by name; those of all models. */
  presets: z.array(preset),
  /** By model: its usual preset. */
  usual: z.array(z.strictObject({ modelId: id, presetId: id })),
  /** The newest of each model and preset. */
  newest: z.array(measurement),
});
export type PresetsView = z.infer<typeof presetsView>;

/** What is wrong with a template, as found by trying it. The interface words each, `preset.template.<kind>`. */
export const templateProblem = z.discriminatedUnion("kind", [
  /**
   * Jinja cannot read it: the form of a line is wrong, something in it is not finished, a statement is unknown or has nothing to end,
   * or the whole ends too early. `line` counts from 1, null where it cannot be told; `said` is Jinja's own message.
   */
  z.strictObject({
    kind: z.literal("unreadable"),
    why: z.enum(["form", "open", "statement", "unended"]),
    line: z.int().positive().nullable(),
    said: z.string().nullable(),
  }),
  /** It fails while it is filled in; `said` is Jinja's own message. */
  z.strictObject({ kind: z.literal("fails"), said: z.string() }),
  z.strictObject({ kind: z.literal("endless") }),
  /** Something of the conversation is not in what comes out. */
  z.strictObject({ kind: z.literal("loses"), what: z.enum(["instructions", "question", "answer"]) }),
  /** Nothing tells the model that it is its turn. */
  z.strictObject({ kind: z.literal("no-turn") }),
  /** Markers that are no words of this model: it would read them letter by letter. */
  z.strictObject({ kind: z.literal("unknown-markers"), markers: z.array(z.string()) }),
]);
export type TemplateProblem = z.infer<typeof templateProblem>;

export const templateCheck = z.strictObject({
  /** The small conversation as the model would read it; null when nothing came out. */
  rendered: z.string().nullable(),
  problems: z.array(templateProblem),
  /** False: the engine could not use it at all. */
  usable: z.boolean(),
});
export type TemplateCheck = z.infer<typeof templateCheck>;

/** A model that may draft for another, or why not. */
export const draftModel = z.strictObject({
  modelId: id,
  name: z.string(),
  sizeBytes: z.number(),
  problem: z.enum(["vocabulary", "larger"]).nullable(),
});
export type DraftModel = z.infer<typeof draftModel>;

const name = z.string().trim().min(1).max(120);
const ofModel = z.strictObject({ modelId: id });
const empty = z.strictObject({});

export const presetsContract = {
  /** The whole of it, again after every change: there are few. */
  watch: oc.output(eventIterator(presetsView)),
  /** `id: null` makes a new one. NOT_FOUND; CONFLICT for one that is built in. */
  save: oc
    .input(z.strictObject({ id: id.nullable(), modelId: id.nullable(), name, parts: presetParts }))
    .output(preset),
  /** Chats that used it keep what it had set in them. */
  remove: oc.input(z.strictObject({ id })).output(empty),
  /** What new chats with this model begin with; null: nothing but the model's own. */
  setUsual: oc.input(z.strictObject({ modelId: id, presetId: id.nullable() })).output(empty),
  /** The template in the model's file; null: it has none, and gets a plain form of question and answer. */
  template: oc.input(ofModel).output(z.strictObject({ template: z.string().nullable() })),
  /** Tries it on a small conversation. */
  checkTemplate: oc
    .input(z.strictObject({ modelId: id, template: presetParts.shape.template.unwrap() }))
    .output(templateCheck),
  /** Every other model that writes, those that can draft for this one first. */
  draftModels: oc.input(ofModel).output(z.array(draftModel)),
  /** A job; its result is in the view and in `measurements`. */
  measure: oc.input(z.strictObject({ modelId: id, presetId: id.nullable() })).output(z.strictObject({ jobId: id })),
  /** The last 100, oldest first. */
  measurements: oc.input(z.strictObject({ modelId: id, presetId: id.nullable() })).output(z.array(measurement)),
};
