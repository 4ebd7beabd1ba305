import type { GenerateInput } from "#main/engine/contract.ts";
import type { Log } from "#main/lib/log.ts";
import type { EngineLease, ModelEngines, ModelPresets } from "#main/models/lease.ts";
import type { StoredChat } from "./chat-rows.ts";
import { toPrompt } from "./prompt.ts";
import type { Runs } from "./runs.ts";
import type { ChatStore } from "./store.ts";
import { titleIn } from "./title.ts";

/** Titles that models give to chats which nobody has named, while nobody waits for an answer. */
export interface ModelTitles {
  /** An answer of this chat has ended. */
  consider(chatId: string): void;
  /** Somebody waits for an answer: the title that is being written can wait. */
  giveWay(): void;
  dispose(): void;
}

interface TitleDeps {
  readonly store: ChatStore;
  readonly engines: ModelEngines;
  readonly presets: ModelPresets;
  readonly runs: () => Runs;
  readonly log: Log;
  readonly isWanted: () => boolean;
  readonly onTitle: (chatId: string) => void;
}

/** Who reads an answer may ask on at once. */
const REST_MS = 2_500;
/** A model that twice had no title for a chat has none. */
const MOST_TRIES = 2;
const QUESTION =
  "Name this conversation in at most six words, in the language in which it is held. Answer with the title alone.";
/** What can be drawn is a title: no thoughts, no “Sure, here is”. */
const SCHEMA = JSON.stringify({ type: "string", minLength: 3, maxLength: 60 });

export function createModelTitles(deps: TitleDeps): ModelTitles {
  const { store, engines, presets, runs, log, isWanted, onTitle } = deps;
  const waiting = new Set<string>();
  const tries = new Map<string, number>();
  let timer: NodeJS.Timeout | null = null;
  let writing: AbortController | null = null;

  function wait(): void {
    if (timer !== null || writing !== null || waiting.size === 0) return;
    timer = setTimeout(() => {
      timer = null;
      void next();
    }, REST_MS);
    timer.unref();
  }

  /** null: it is not to be named, or cannot be just now. */
  function unnamed(chatId: string): StoredChat | null {
    const chat = store.chats.find(chatId);
    const isUnnamed = chat?.titleBy === "first-words" && chat.mode === "chat" && chat.deletedAt === null;
    return isUnnamed && isWanted() ? chat : null;
  }

  async function next(): Promise<void> {
    if (engines.writing() > 0) return wait();
    const [chatId] = waiting;
    if (chatId === undefined) return;
    waiting.delete(chatId);
    const controller = new AbortController();
    writing = controller;
    try {
      const title = await titleOf(chatId, controller.signal);
      if (controller.signal.aborted) waiting.add(chatId);
      else if (title !== null && unnamed(chatId) !== null) {
        store.write(() => store.chats.rename(chatId, title, "model"));
        onTitle(chatId);
      }
    } catch (error) {
      // The first words of its question name it as well.
      log.debug({ err: error, chatId }, "A chat was not given a title");
    } finally {
      writing = null;
      wait();
    }
  }

  async function titleOf(chatId: string, signal: AbortSignal): Promise<string | null> {
    const chat = unnamed(chatId);
    const leaf = chat === null ? null : store.messages.leaf(chatId);
    if (chat === null || leaf === null) return null;
    using lease = engines.acquireIfLoaded(chat.modelId);
    // A base model would go on with the conversation.
    if (lease === null || !lease.loaded.hasChatTemplate) return null;
    const tried = tries.get(chatId) ?? 0;
    if (tried >= MOST_TRIES) return null;
    const input = await inputFor(chat, lease, leaf);
    let text = "";
    for await (const event of lease.client.generate(input, signal)) {
      if (event.type === "text") text += event.text;
    }
    if (signal.aborted) return null;
    tries.set(chatId, tried + 1);
    return titleIn(text);
  }

  /** The conversation as the engine has it in its cache, and one question more. */
  async function inputFor(chat: StoredChat, lease: EngineLease, leaf: string): Promise<GenerateInput> {
    const turns = await runs().turnsTo(leaf);
    const question = { id: "title", role: "user", text: QUESTION, mode: "chat" } as const;
    const { template } = presets.inForce(chat.presetId, lease.modelId);
    return {
      conversationKey: chat.id,
      prompt: toPrompt("chat", chat.systemPrompt, [...turns, question]),
      adapters: await engines.resolveAdapters(lease.modelId, chat.adapters),
      sampling: { ...chat.sampling, temperature: 0, repeatPenalty: 1, maxTokens: 40, stopSequences: [] },
      seed: 0,
      jsonSchema: SCHEMA,
      ...(template === null ? {} : { template }),
    };
  }

  function giveWay(): void {
    writing?.abort();
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  return {
    consider(chatId) {
      if (unnamed(chatId) === null) return;
      waiting.add(chatId);
      wait();
    },
    giveWay,
    dispose() {
      waiting.clear();
      giveWay();
    },
  };
}
