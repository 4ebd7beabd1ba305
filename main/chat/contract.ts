import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { errorShape, id, timestamp } from "../rpc/shapes.ts";
import { evaluateContract } from "./evaluate/contract.ts";
import { draftsContract } from "./drafts/contract.ts";
import { exchangeContract } from "./exchange/contract.ts";
import { answersFrom, grounding } from "./grounding/contract.ts";
import { rateContract, rating } from "./rating/contract.ts";
import { answerSchema, structured, structuredContract } from "./structured/contract.ts";

/** Sampling of one answer, in llama.cpp's terms. `seed: null` draws a new seed for each answer. */
export const sampling = z.strictObject({
  temperature: z.number().min(0).max(5),
  topP: z.number().min(0).max(1),
  /** 0: off. */
  topK: z.number().int().min(0).max(1_000_000),
  minP: z.number().min(0).max(1),
  /** 1: off. Over the last 64 tokens. */
  repeatPenalty: z.number().min(0.5).max(3),
  seed: z.number().int().min(0).max(0xffffffff).nullable(),
  /** null: until the model ends or the room for conversation is full. */
  maxTokens: z.number().int().min(1).max(1_000_000).nullable(),
  stopSequences: z.array(z.string().min(1).max(200)).max(16),
});
export type Sampling = z.infer<typeof sampling>;

/** `chat`: turns with a template. `text`: one text that the model continues, without roles. */
export const chatMode = z.enum(["chat", "text"]);
export type ChatMode = z.infer<typeof chatMode>;

export const adapterUse = z.strictObject({ adapterId: id, name: z.string(), scale: z.number().min(-4).max(4) });
export type AdapterUse = z.infer<typeof adapterUse>;

export const chat = z.strictObject({
  id,
  /** "" until the first message or the user gives one. */
  title: z.string(),
  /** Who named it; a title of the user's is never overwritten. */
  titleBy: z.enum(["nobody", "first-words", "model", "user"]),
  mode: chatMode,
  /** null: the model last used, or none known yet. */
  modelId: id.nullable(),
  adapters: z.array(adapterUse),
  systemPrompt: z.string(),
  sampling,
  answersFrom,
  /** Answers are data that fit this JSON Schema; null: text. Counts in chats with turns alone. */
  answerSchema: answerSchema.nullable(),
  /** The preset that was chosen here; instructions and sampling were copied from it, and may have been changed since. */
  presetId: id.nullable(),
  createdAt: timestamp,
  /** When a message was last written; the list is in this order. */
  updatedAt: timestamp,
  deletedAt: timestamp.nullable(),
  /** An answer is being written or waits for its turn. */
  running: z.boolean(),
});
export type Chat = z.infer<typeof chat>;

/** Everything that decided an answer, so that it can be run again exactly. */
export const generation = z.strictObject({
  modelId: id,
  modelName: z.string(),
  modelFingerprint: z.string(),
  adapters: z.array(adapterUse),
  mode: chatMode,
  systemPrompt: z.string(),
  sampling,
  /** The preset in force, the chat's or the model's usual one. Missing in answers of earlier versions. */
  presetId: id.nullable().optional(),
  /** Of a template in place of the model's own; kept apart by its SHA-256. */
  templateId: z.string().nullable().optional(),
  seed: z.number().int(),
  contextTokens: z.number().int(),
  promptTokens: z.number().int(),
  /** Tokens of the prompt that were still in the KV cache and not read again. */
  reusedTokens: z.number().int(),
  generatedTokens: z.number().int(),
  /** From the send to the first token, loading and waiting left out. */
  firstTokenMs: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  /** How often it was stopped or cut and gone on with; after the first time "run again exactly" gives its beginning only. */
  resumes: z.number().int(),
  stopReason: z.enum(["end", "stop-sequence", "max-tokens", "context-full", "stopped", "crashed", "failed"]).nullable(),
  /** Messages on the path that no longer fitted and were not read for this answer, oldest first. */
  leftOutMessageIds: z.array(id),
  /** It was to be data. Missing in answers of earlier versions. */
  structured: structured.nullable().optional(),
});
export type Generation = z.infer<typeof generation>;

export const messageStatus = z.enum(["queued", "writing", "complete", "stopped", "failed"]);

export const message = z.strictObject({
  id,
  chatId: id,
  parentId: id.nullable(),
  role: z.enum(["user", "assistant"]),
  text: z.string(),
  /** What a reasoning model wrote before its answer. Shown folded, never sent back. */
  thoughts: z.strictObject({ text: z.string(), durationMs: z.number() }).nullable(),
  status: messageStatus,
  error: errorShape.nullable(),
  generation: generation.nullable(),
  /** Of an answer from documents: what it was given, and what was found of its sentences. */
  grounding: grounding.nullable(),
  /** Of an answer: null while nobody has rated it. */
  rating: rating.nullable(),
  createdAt: timestamp,
  /** All messages with the same parent, oldest first, this one among them. */
  siblingIds: z.array(id),
});
export type Message = z.infer<typeof message>;

/** Where a run is; `loading` progress and `reading` progress run from 0 to 1. */
export const runState = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("queued"), position: z.number().int() }),
  z.strictObject({ phase: z.literal("searching") }),
  /** Passage after passage; `leftMs` null: not known yet. */
  z.strictObject({
    phase: z.literal("everything"),
    read: z.number().int(),
    total: z.number().int(),
    found: z.number().int(),
    leftMs: z.number().nullable(),
  }),
  z.strictObject({ phase: z.literal("loading"), progress: z.number() }),
  z.strictObject({ phase: z.literal("reading"), progress: z.number() }),
  z.strictObject({ phase: z.literal("thinking"), tokensPerSecond: z.number().nullable() }),
  z.strictObject({ phase: z.literal("writing"), tokensPerSecond: z.number().nullable() }),
]);
export type RunState = z.infer<typeof runState>;

export const run = z.strictObject({ id, messageId: id, state: runState });
export type Run = z.infer<typeof run>;

/** How full the room for conversation is with the messages on the path, by the model's own tokenizer. */
export const contextUse = z.strictObject({
  usedTokens: z.number().int(),
  contextTokens: z.number().int(),
  leftOutMessageIds: z.array(id),
});
export type ContextUse = z.infer<typeof contextUse>;

/**
 * One chat as a page shows it: the newest messages on the path down to the leaf that is selected. `earlier` more come before them,
 * for `chat.earlier`: a long conversation must hold up neither the page nor the app.
 */
export const chatView = z.strictObject({
  chat,
  messages: z.array(message),
  earlier: z.number().int(),
  runs: z.array(run),
  contextUse: contextUse.nullable(),
});
export type ChatView = z.infer<typeof chatView>;

/**
 * Events of one chat. `seq` rises by one; a watch begins with `snapshot`, or goes on after `fromSeq` if that is not too long ago.
 * An answer may be written on a branch that is not shown: `delta` and `message` for a message that is not on the path are passed over.
 */
export const chatEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("snapshot"), seq: z.number().int(), view: chatView }),
  /** Text added at the end of a message that is being written; at most 30 a second. */
  z.strictObject({
    type: z.literal("delta"),
    seq: z.number().int(),
    messageId: id,
    text: z.string(),
    thoughts: z.string(),
  }),
  /** A message changed: the whole of it. New at the end of the path when its parent is the last one there. */
  z.strictObject({ type: z.literal("message"), seq: z.number().int(), message }),
  /** The path changed (a branch was chosen or begun): its newest messages, as in the view. */
  z.strictObject({
    type: z.literal("path"),
    seq: z.number().int(),
    messages: z.array(message),
    earlier: z.number().int(),
  }),
  z.strictObject({ type: z.literal("chat"), seq: z.number().int(), chat }),
  z.strictObject({ type: z.literal("run"), seq: z.number().int(), run }),
  z.strictObject({ type: z.literal("run-ended"), seq: z.number().int(), runId: id }),
  z.strictObject({ type: z.literal("context"), seq: z.number().int(), contextUse: contextUse.nullable() }),
  z.strictObject({ type: z.literal("removed"), seq: z.number().int() }),
]);
export type ChatEvent = z.infer<typeof chatEvent>;

export const chatListEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("snapshot"), chats: z.array(chat), total: z.number().int() }),
  z.strictObject({ type: z.literal("changed"), chat }),
  /** Erased for good; a chat moved to the bin is `changed`, with `deletedAt`. */
  z.strictObject({ type: z.literal("erased"), chatId: id }),
]);
export type ChatListEvent = z.infer<typeof chatListEvent>;

const text = z.string().max(4_000_000);
const title = z.string().trim().min(1).max(200);
const started = z.strictObject({ runId: id, userMessageId: id.nullable(), messageId: id });
const page = z.strictObject({ chats: z.array(chat), total: z.number().int() });

export const chatContract = {
  drafts: draftsContract,
  evaluate: evaluateContract,
  exchange: exchangeContract,
  structured: structuredContract,
  list: oc
    .input(
      z.strictObject({
        bin: z.boolean().default(false),
        titleContains: z.string().max(200).default(""),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(page),
  /** The first 200 chats, then every change to any chat. */
  watchList: oc.output(eventIterator(chatListEvent)),
  create: oc
    .input(z.strictObject({ mode: chatMode.default("chat"), modelId: id.nullable().default(null) }))
    .output(chat),
  /** A chat with its first message, or neither. `adapters`: other than those that new chats with this model begin with. */
  begin: oc
    .input(
      z.strictObject({
        mode: chatMode.default("chat"),
        modelId: id.nullable().default(null),
        adapters: z.array(adapterUse).max(16).optional(),
        answersFrom: answersFrom.optional(),
        text,
      }),
    )
    .output(z.strictObject({ chat, started })),
  get: oc.input(z.strictObject({ chatId: id })).output(chatView),
  /** The messages that come just before this one, up to 250; none when it is the first. */
  earlier: oc.input(z.strictObject({ messageId: id })).output(z.array(message)),
  /** `fromSeq`: the last `seq` that was seen. Closing a watch stops nothing. */
  watch: oc
    .input(z.strictObject({ chatId: id, fromSeq: z.number().int().min(0).nullable().default(null) }))
    .output(eventIterator(chatEvent)),
  rename: oc.input(z.strictObject({ chatId: id, title })).output(chat),
  /** Changes count from the next answer. */
  configure: oc
    .input(
      z.strictObject({
        chatId: id,
        modelId: id.optional(),
        adapters: z.array(adapterUse).max(16).optional(),
        systemPrompt: z.string().max(1_000_000).optional(),
        sampling: sampling.optional(),
        /** Takes its instructions and sampling over, unless they are given here too; null: the model's usual one. */
        presetId: id.nullable().optional(),
        mode: chatMode.optional(),
        answersFrom: answersFrom.optional(),
        /** INVALID_INPUT for one that `structured.check` has problems with. */
        answerSchema: answerSchema.nullable().optional(),
      }),
    )
    .output(chat),
  remove: oc.input(z.strictObject({ chatId: id })).output(chat),
  restore: oc.input(z.strictObject({ chatId: id })).output(chat),
  /** For good; only from the bin. */
  erase: oc.input(z.strictObject({ chatId: id })).output(z.strictObject({})),

  /**
   * The message is on disk when this answers. `parentId: null` begins the chat. While an answer of this chat is being written,
   * `parentId` may be that answer: the new one waits, as "queued", until it has ended.
   */
  send: oc.input(z.strictObject({ chatId: id, parentId: id.nullable(), text })).output(started),
  /** A new user message beside `messageId`, which is one of the user's, and an answer to it. */
  edit: oc.input(z.strictObject({ messageId: id, text })).output(started),
  /**
   * A new answer beside `messageId`, or one to it when it is the user's. `exactly`: the same model, adapters, sampling, seed,
   * instructions and passages as before. `anyway`: from the nearest passages, also where they hardly answer.
   */
  retry: oc
    .input(z.strictObject({ messageId: id, exactly: z.boolean().default(false), anyway: z.boolean().default(false) }))
    .output(started),
  /** How long reading every passage would take for the question of this answer. `seconds`: by how fast it was; null: not known. */
  everythingPlan: oc
    .input(z.strictObject({ messageId: id }))
    .output(z.strictObject({ passages: z.number().int(), pages: z.number().int(), seconds: z.number().nullable() })),
  /** A new answer beside `messageId` for which every passage of the chat's documents is read, as a job. CONFLICT without documents. */
  readEverything: oc.input(z.strictObject({ messageId: id })).output(started),
  /**
   * The same question with and without: a new answer beside `messageId` with its instructions, sampling and seed, without adapters where
   * it was written with some, else with the chat's. CONFLICT when there are none either way.
   */
  compare: oc.input(z.strictObject({ messageId: id })).output(started),
  /** Goes on writing at the end of an answer that was stopped, cut or ended; CONFLICT when later messages rest on it. */
  resume: oc.input(z.strictObject({ messageId: id })).output(started),
  /** What is written is kept. Nothing happens when the run has ended already. */
  stop: oc.input(z.strictObject({ runId: id })).output(z.strictObject({})),
  rate: rateContract,
  /** A new chat with everything down to this message; the chat that it is in stays. NOT_FOUND; CONFLICT while it is written. */
  branch: oc.input(z.strictObject({ messageId: id, title: z.string().trim().max(200) })).output(chat),
  /** Shows the branch of this message: down to the leaf of it that was last shown. */
  select: oc.input(z.strictObject({ messageId: id })).output(z.strictObject({})),
};
