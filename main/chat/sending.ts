import { newId } from "#main/lib/ids.ts";
import type { ModelEngines } from "#main/models/lease.ts";
import type { Message } from "./contract.ts";
import type { StoredChat } from "./chat-rows.ts";
import type { Feeds } from "./feeds.ts";
import { conflict, invalid, missing } from "./requests.ts";
import type { Runs } from "./runs.ts";
import { type AnswerSettings, exactSettingsOf, settingsOfAnswer, settingsOfChat } from "./settings.ts";
import type { ChatStore } from "./store.ts";
import { firstWords } from "./title.ts";

export interface Started {
  runId: string;
  userMessageId: string | null;
  messageId: string;
}

/** What begins an answer. All of it is on disk when a call returns; the answer waits if the chat is being written to. */
export interface Sending {
  /** The first message of a chat that is not stored yet; both are, or neither. INVALID_INPUT for no text. */
  sendFirst(chat: StoredChat, text: string): Started;
  /** NOT_FOUND; CONFLICT in the bin; INVALID_INPUT for a parent in another chat, or for no text. */
  send(message: { chatId: string; parentId: string | null; text: string }): Started;
  /** A new message beside this one of the user's, and an answer to it. */
  edit(message: { messageId: string; text: string }): Started;
  /**
   * A new answer beside this one, or to this message of the user's. CONFLICT when there is nothing to repeat exactly. `anyway`: also from
   * passages that hardly answer.
   */
  retry(message: { messageId: string; exactly: boolean; anyway?: boolean }): Started;
  /**
   * The same question, instructions, sampling and seed as this answer: without adapters where it was written with some, else with the
   * chat's. CONFLICT when there are none either way.
   */
  compare(message: { messageId: string }): Started;
  /** A new answer beside this one for which every passage is read. */
  readEverything(message: { messageId: string }): Started;
  /** On at the end of an answer, with its own settings. CONFLICT when it is under way, or later messages rest on it. */
  resume(message: { messageId: string }): Started;
  stop(runId: string): void;
}

interface SendingDeps {
  store: ChatStore;
  runs: Runs;
  feeds: Feeds;
  engines: Pick<ModelEngines, "forgetCrashes" | "acquireIfLoaded">;
  tellPath: (chatId: string) => void;
}

interface NewAnswer {
  chat: StoredChat;
  parentId: string | null;
  /** null: an answer to the parent. */
  userText: string | null;
  settings: AnswerSettings | null;
  /** The chat is stored with it. */
  isFirst?: boolean;
}

export function createSending({ store, runs, feeds, engines, tellPath }: SendingDeps): Sending {
  function find(messageId: string): { message: Message; chat: StoredChat } {
    const message = store.messages.find(messageId);
    if (!message) throw missing("message");
    return { message: runs.withText(message), chat: findOpen(message.chatId) };
  }

  function findOpen(chatId: string): StoredChat {
    const chat = store.chats.find(chatId);
    if (!chat) throw missing("chat");
    if (chat.deletedAt !== null) throw conflict("The chat is in the bin. Restore it first.");
    return chat;
  }

  function exactSettings({ id, generation, grounding }: Message): AnswerSettings {
    if (generation) return exactSettingsOf(generation, grounding, store.messages.evaluation(id));
    throw conflict("This answer was never begun, so there is nothing to repeat.");
  }

  /** The user asks for another try with a model that kept failing. */
  function forgive({ error, generation }: Message, chat: StoredChat): void {
    const modelId = generation?.modelId ?? chat.modelId;
    if (error?.code === "ENGINE_KEEPS_CRASHING" && modelId !== null) engines.forgetCrashes(modelId);
  }

  function begin({ chat, parentId, userText, settings, isFirst = false }: NewAnswer): Started {
    const chatId = chat.id;
    const runId = newId();
    const userMessageId = userText === null ? null : newId();
    const messageId = newId();
    const createdAt = Date.now();
    const isAtEnd = store.messages.leaf(chatId) === parentId;
    const status = runs.isBusy(chatId) ? "queued" : "writing";
    // While the message is being saved.
    wake(engines, chat.modelId);
    store.write(() => {
      if (isFirst) store.chats.insert(chat);
      if (userMessageId !== null && userText !== null) {
        const user = { id: userMessageId, chatId, parentId, role: "user", text: userText } as const;
        store.messages.insert({ ...user, status: "complete", createdAt });
        if (chat.titleBy === "nobody") store.chats.rename(chatId, firstWords(userText), "first-words");
      }
      const answer = {
        id: messageId,
        chatId,
        parentId: userMessageId ?? parentId,
        role: "assistant",
        text: "",
      } as const;
      store.messages.insert({ ...answer, status, createdAt });
      if (!isAtEnd) store.messages.show(messageId);
      store.chats.touch(chatId, createdAt);
    });
    if (isAtEnd) tellNew([userMessageId, messageId]);
    else tellPath(chatId);
    runs.start({ runId, chatId, messageId, settings, goesOn: false });
    return { runId, userMessageId, messageId };
  }

  function tellNew(messageIds: (string | null)[]): void {
    for (const id of messageIds) {
      const message = id === null ? null : store.messages.find(id);
      if (message) feeds.publish(message.chatId, { type: "message", message });
    }
  }

  return {
    sendFirst(chat, text) {
      checkText(text, chat);
      return begin({ chat, parentId: null, userText: text, settings: null, isFirst: true });
    },

    send({ chatId, parentId, text }) {
      const chat = findOpen(chatId);
      checkText(text, chat);
      if (parentId !== null) {
        const { message } = find(parentId);
        if (message.chatId !== chatId) throw invalid("The message before it is in another chat.");
      }
      return begin({ chat, parentId, userText: text, settings: null });
    },

    edit({ messageId, text }) {
      const { message, chat } = find(messageId);
      if (message.role !== "user") throw invalid("Only your own messages can be edited.");
      checkText(text, chat);
      return begin({ chat, parentId: message.parentId, userText: text, settings: null });
    },

    retry({ messageId, exactly, anyway = false }) {
      const { message, chat } = find(messageId);
      const settings = exactly ? exactSettings(message) : anyway ? settingsAnyway(chat) : null;
      forgive(message, chat);
      const parentId = message.role === "user" ? message.id : message.parentId;
      return begin({ chat, parentId, userText: null, settings });
    },

    readEverything({ messageId }) {
      const { message, chat } = find(messageId);
      const settings = { ...settingsOfChat(chat), readsEverything: true };
      const parentId = message.role === "user" ? message.id : message.parentId;
      return begin({ chat, parentId, userText: null, settings });
    },

    compare({ messageId }) {
      const { message, chat } = find(messageId);
      const settings = { ...exactSettings(message), evaluation: null };
      const hadSome = settings.adapters.some(({ scale }) => scale !== 0);
      const adapters = hadSome ? [] : chat.adapters;
      if (!hadSome && !adapters.some(({ scale }) => scale !== 0)) {
        throw conflict("No adapter is on, so both answers would be the same.");
      }
      return begin({ chat, parentId: message.parentId, userText: null, settings: { ...settings, adapters } });
    },

    resume({ messageId }) {
      const { message, chat } = find(messageId);
      if (message.role !== "assistant") throw invalid("Only answers can be continued.");
      if (runs.isUnderWay(messageId)) throw conflict("The answer is being written.");
      if (store.messages.hasChildren(messageId))
        throw conflict("Later messages rest on this answer. Ask for a new one instead.");
      forgive(message, chat);
      const runId = newId();
      const { chatId, generation, grounding } = message;
      const status = runs.isBusy(chatId) ? "queued" : "writing";
      store.write(() => {
        store.messages.saveStart(messageId, status, generation);
        store.chats.touch(chatId, Date.now());
        store.messages.show(messageId);
      });
      tellPath(chatId);
      const settings = generation && settingsOfAnswer(generation, grounding);
      runs.start({ runId, chatId, messageId, settings, goesOn: true });
      return { runId, userMessageId: null, messageId };
    },

    stop: (runId) => runs.stop(runId),
  };
}

function settingsAnyway(chat: StoredChat): AnswerSettings {
  const settings = settingsOfChat(chat);
  return { ...settings, answersFrom: { ...settings.answersFrom, strictness: "always" } };
}

/** The engine's process, if there is one, gets ready for an answer: after a rest that takes milliseconds. */
export function wake(engines: Pick<ModelEngines, "acquireIfLoaded">, modelId: string | null): void {
  using lease = engines.acquireIfLoaded(modelId);
  lease?.client.wake();
}

/** A text to be continued may end in nothing but a line break; a message must say something. */
function checkText(text: string, chat: StoredChat): void {
  if (text === "" || (chat.mode === "chat" && text.trim() === "")) throw invalid("The message is empty.");
}
