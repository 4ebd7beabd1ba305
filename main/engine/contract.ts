import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { sampling } from "../chat/contract.ts";
import { loadOptions } from "../models/contract.ts";

/** What the app process says to an engine child. One child holds one model; paths were checked before they come here. */

const adapter = z.strictObject({ path: z.string(), scale: z.number() });
export type EngineAdapter = z.infer<typeof adapter>;

export const loaded = z.strictObject({
  backend: z.enum(["cpu", "cuda", "vulkan", "metal"]),
  deviceName: z.string().nullable(),
  gpuLayers: z.number().int(),
  totalLayers: z.number().int(),
  /** Room of one chat; each of `sequences` chats has this much. */
  contextTokens: z.number().int(),
  sequences: z.number().int(),
  trainedContextTokens: z.number().int(),
  threads: z.number().int(),
  /** The one in its file is used. */
  hasChatTemplate: z.boolean(),
  /** Name of the template in use ("jinja", "plain", "gemma", …), for details. */
  templateName: z.string(),
  /** What the loader estimated and what the child measured, in bytes. */
  modelBytes: z.number(),
  contextBytes: z.number(),
  gpuBytes: z.number(),
  libraryVersion: z.string(),
});
export type LoadedModel = z.infer<typeof loaded>;

export const loadEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("progress"), progress: z.number() }),
  z.strictObject({ type: z.literal("ready"), model: loaded }),
]);

const turn = z.strictObject({ id: z.string(), role: z.enum(["user", "assistant"]), text: z.string() });

export const prompt = z.discriminatedUnion("kind", [
  /** Turns with the model's chat template, or the plain question-and-answer one when it has none. When the last turn is the
   *  assistant's, the answer goes on at its end. Oldest turns are left out when they do not fit; the last never. */
  z.strictObject({ kind: z.literal("chat"), systemPrompt: z.string(), turns: z.array(turn) }),
  /** Plain text that is continued, without a template. The oldest text is left out when it does not fit. */
  z.strictObject({ kind: z.literal("text"), text: z.string() }),
]);
export type Prompt = z.infer<typeof prompt>;

/** Speculative decoding: tokens are guessed ahead and checked in one go (see draft.ts). */
export const engineDrafting = z.discriminatedUnion("kind", [
  /** What followed the same words earlier in the prompt and the answer. */
  z.strictObject({ kind: z.literal("lookup"), tokens: z.number().int().min(1).max(32) }),
  /** A smaller model with the same vocabulary, loaded beside this one. `name`: as the user knows it. */
  z.strictObject({
    kind: z.literal("model"),
    path: z.string(),
    name: z.string(),
    tokens: z.number().int().min(1).max(32),
  }),
]);
export type EngineDrafting = z.infer<typeof engineDrafting>;

/** Jinja in place of the model's own template. */
const template = z.string().max(200_000).optional();

/** `seq`-less stream of one answer; text comes in batches, at most 30 a second, in order. */
export const generateEvent = z.discriminatedUnion("type", [
  /** All sequences are taken; `position` 1 is next. */
  z.strictObject({ type: z.literal("queued"), position: z.number().int() }),
  z.strictObject({
    type: z.literal("reading"),
    /** Tokens of the prompt read so far, of those that had to be read. */
    readTokens: z.number().int(),
    totalTokens: z.number().int(),
    promptTokens: z.number().int(),
    reusedTokens: z.number().int(),
    leftOutTurnIds: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal("text"),
    text: z.string(),
    thoughts: z.string(),
    generatedTokens: z.number().int(),
    tokensPerSecond: z.number().nullable(),
  }),
  z.strictObject({
    type: z.literal("done"),
    stopReason: z.enum(["end", "stop-sequence", "max-tokens", "context-full", "stopped"]),
    promptTokens: z.number().int(),
    reusedTokens: z.number().int(),
    generatedTokens: z.number().int(),
    firstTokenMs: z.number().nullable(),
    thoughtsMs: z.number().nullable(),
    tokensPerSecond: z.number().nullable(),
    /** Guessed tokens, and those of them that the model agreed to; with drafting alone. */
    drafted: z.strictObject({ tokens: z.number().int(), accepted: z.number().int() }).optional(),
    /** Tokens in the sequence afterwards: what the next turn will find. */
    usedTokens: z.number().int(),
    leftOutTurnIds: z.array(z.string()),
    /** How the tokens were read, batch by batch (see trace.ts). Kept with the answer, it makes "run again exactly" possible. */
    evaluation: z.string().optional(),
  }),
]);
export type GenerateEvent = z.infer<typeof generateEvent>;

export const generateInput = z.strictObject({
  /** Chats with the same key find the same sequence and its KV cache again. */
  conversationKey: z.string(),
  prompt,
  adapters: z.array(adapter),
  sampling,
  seed: z.number().int(),
  /** `evaluation` of an earlier answer to the same prompt: read it in the same way, so that the same seed gives the same text. */
  evaluation: z.string().max(1_000_000).optional(),
  template,
  drafting: engineDrafting.optional(),
  /** The answer is JSON that fits this schema, in the part of JSON Schema that node-llama-cpp makes a grammar of. */
  jsonSchema: z.string().max(500_000).optional(),
});
export type GenerateInput = z.infer<typeof generateInput>;

export const engineStatus = z.strictObject({
  threads: z.number().int(),
  memoryBytes: z.number(),
  gpuMemoryBytes: z.number(),
  busyChats: z.number().int(),
  waitingChats: z.number().int(),
  tokensPerSecond: z.number().nullable(),
});
export type EngineStatus = z.infer<typeof engineStatus>;

const empty = z.strictObject({});

export const engineContract = {
  /** Ahead of `load` with the same backend: the library with the hardware's parts. Throws BACKEND_NOT_AVAILABLE. */
  prepare: oc.input(loadOptions.pick({ backend: true })).output(empty),
  load: oc
    .input(
      z.strictObject({
        path: z.string(),
        options: loadOptions,
        /** SHA-256 or another stable name of the file's content: part of every KV state's fingerprint. */
        modelFingerprint: z.string(),
        /** The template in its file was found to be unusable by the app, or to run for ever. Left out: nothing speaks against it. */
        templateFault: z.enum(["unusable", "endless"]).optional(),
        /** Where saved KV states live, and how much disk they may take; null keeps none. */
        kvStates: z.strictObject({ folder: z.string(), maxBytes: z.number() }).nullable(),
        /** Cores this engine may use at most; the app shares them out. */
        maxThreads: z.number().int().min(1),
      }),
    )
    .output(eventIterator(loadEvent)),
  /** `answerId` is for `stop`. Aborting the call stops too, but nobody is told how far it came. */
  generate: oc.input(generateInput.extend({ answerId: z.string() })).output(eventIterator(generateEvent)),
  /** The stream of this answer ends with `done`, and what came is kept. No such answer: nothing to do. */
  stop: oc.input(z.strictObject({ answerId: z.string() })).output(empty),
  /** An answer will be asked for in a moment: the process is awake when it is. Does nothing else. */
  wake: oc.output(empty),
  /** Tokens a prompt takes and which turns would be left out, without evaluating it. */
  measure: oc.input(z.strictObject({ prompt, adapters: z.array(adapter), template })).output(
    z.strictObject({
      usedTokens: z.number().int(),
      contextTokens: z.number().int(),
      leftOutTurnIds: z.array(z.string()),
    }),
  ),
  /** Unit-length vectors, one a text, with the model's own dimensions. */
  embed: oc
    .input(z.strictObject({ texts: z.array(z.string()).max(1_024) }))
    .output(z.strictObject({ vectors: z.array(z.array(z.number())), tokens: z.number().int() })),
  /** How likely each text answers the question, from 0 to 1; of models that rank alone. */
  rank: oc
    .input(z.strictObject({ question: z.string(), texts: z.array(z.string()).max(256) }))
    .output(z.strictObject({ scores: z.array(z.number()) })),
  /** Tokens of each text, without special ones. */
  countTokens: oc
    .input(z.strictObject({ texts: z.array(z.string()).max(1_024) }))
    .output(z.strictObject({ counts: z.array(z.number().int()) })),
  tokenize: oc
    .input(z.strictObject({ text: z.string(), special: z.boolean() }))
    .output(z.strictObject({ tokens: z.array(z.number().int()) })),
  status: oc.output(engineStatus),
  setMaxThreads: oc.input(z.strictObject({ maxThreads: z.number().int().min(1) })).output(empty),
  /** Nothing of this conversation stays in a KV cache, and nothing of it is saved any more. What is on disk is the app's to remove. */
  forget: oc.input(z.strictObject({ conversationKey: z.string() })).output(empty),
  /** Saves the KV states that are worth keeping, then frees everything. The child ends by itself afterwards. */
  shutDown: oc.output(empty),
};
