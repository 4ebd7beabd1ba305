import { newId } from "#main/lib/ids.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import type { ModelEngines, ModelPresets } from "#main/models/lease.ts";
import type { SettingsService } from "#main/settings/service.ts";
import type { Store } from "#main/store/open.ts";
import { type Bin, createBin } from "./bin.ts";
import { createBranch } from "./branch/branch.ts";
import type { ChatConfiguration, StoredChat } from "./chat-rows.ts";
import { createContextMeter } from "./context-meter.ts";
import type { AdapterUse, Chat, ChatEvent, ChatListEvent, ChatMode, ChatView, Message } from "./contract.ts";
import { createFeeds } from "./feeds.ts";
import { endInterrupted } from "./interrupted.ts";
import type { Path } from "./message-rows.ts";
import { createEverythingJobs } from "./everything/job.ts";
import { type EverythingPlan, planEverything } from "./everything/plan.ts";
import type { AnswersFrom } from "./grounding/contract.ts";
import type { GroundingDocuments } from "./grounding/ground-answer.ts";
import { createModelTitles } from "./model-titles.ts";
import { createRuns } from "./runs.ts";
import { createSending, type Sending, type Started, wake } from "./sending.ts";
import { createChatStore } from "./store.ts";
import { createRate } from "./rating/rate.ts";
import { missing } from "./requests.ts";
import { checkUsable } from "./structured/check-usable.ts";

export interface ChatService extends Bin, Omit<Sending, "sendFirst"> {
  list(query: { bin: boolean; titleContains: string; offset: number; limit: number }): { chats: Chat[]; total: number };
  /** The first 200 chats, then every change to any chat. */
  watchList(signal?: AbortSignal): AsyncGenerator<ChatListEvent, void>;
  create(options: { mode: ChatMode; modelId: string | null }): Chat;
  /** A chat with its first message; where that is refused, there is no chat. INVALID_INPUT for no text. */
  begin(first: {
    mode: ChatMode;
    modelId: string | null;
    adapters?: AdapterUse[] | undefined;
    answersFrom?: AnswersFrom | undefined;
    text: string;
  }): {
    chat: Chat;
    started: Started;
  };
  get(chatId: string): ChatView;
  /** The messages just before this one. NOT_FOUND. */
  earlier(messageId: string): Message[];
  /** Ending it stops nothing. NOT_FOUND. */
  watch(chatId: string, fromSeq: number | null, signal?: AbortSignal): AsyncGenerator<ChatEvent, void>;
  rename(chatId: string, title: string): Chat;
  /** Counts from the next answer. */
  configure(chatId: string, changes: { [K in keyof ChatConfiguration]?: ChatConfiguration[K] | undefined }): Chat;
  /** Shows the branch of this message: down to the leaf of it that was last shown. */
  select(messageId: string): void;
  rate: ReturnType<typeof createRate>;
  branch: ReturnType<typeof createBranch>;
  /** How long reading every passage would take for the question of this answer. NOT_FOUND. */
  everythingPlan(messageId: string): Promise<EverythingPlan>;
}

interface ChatOptions {
  store: Pick<Store, "db" | "write" | "forgetErased">;
  engines: ModelEngines;
  presets: ModelPresets;
  settings: Pick<SettingsService, "get">;
  documents: GroundingDocuments;
  jobs: Jobs;
  log: Log;
}

const LIST_SNAPSHOT = 200;
/** Messages of which a page is told at once; to read, check and send so many takes a few milliseconds. */
const SHOWN_AT_ONCE = 48;
const EARLIER_AT_ONCE = 250;

/** Ends what an earlier run of the app left, and begins to erase what lay in the bin for too long. */
export function createChat({
  store: files,
  engines,
  presets,
  settings,
  documents,
  jobs,
  log,
}: ChatOptions): ChatService & { dispose(): Promise<void> } {
  const store = createChatStore(files);
  endInterrupted(store);
  const feeds = createFeeds();
  const meter = createContextMeter({ store, engines, presets, feeds, log, runs: () => runs });
  const titles = createModelTitles({
    ...{ store, engines, presets, log, runs: () => runs },
    isWanted: () => settings.get().titlesByModel,
    onTitle: tell,
  });
  const closing = new AbortController();
  const runs = createRuns({
    store,
    engines,
    presets,
    documents,
    feeds,
    log,
    onModel,
    onContext: meter.note,
    onChange: onRunChange,
  });

  function chatOf(chatId: string): StoredChat {
    const chat = store.chats.find(chatId);
    if (!chat) throw missing("chat");
    return chat;
  }

  function toChat(chat: StoredChat): Chat {
    return { ...chat, running: runs.isBusy(chat.id) };
  }

  function pathOf(chatId: string): Path {
    const { messages, earlier } = store.messages.path(chatId, SHOWN_AT_ONCE);
    return { messages: messages.map(runs.withText), earlier };
  }

  function viewOf(chatId: string): ChatView {
    return {
      chat: toChat(chatOf(chatId)),
      ...pathOf(chatId),
      runs: runs.of(chatId),
      contextUse: meter.last(chatId),
    };
  }

  /** Tells everybody how the chat is now. */
  function tell(chatId: string): Chat {
    const chat = toChat(chatOf(chatId));
    feeds.publish(chatId, { type: "chat", chat });
    feeds.publishToList({ type: "changed", chat });
    return chat;
  }

  function tellPath(chatId: string): void {
    feeds.publish(chatId, { type: "path", ...pathOf(chatId) });
    meter.request(chatId);
  }

  /** What a chat takes over from a preset; from the usual one when none is chosen. */
  function presetFor(presetId: string | null, modelId: string | null) {
    if (presetId === null) return presets.forNewChat(modelId);
    const preset = presets.find(presetId);
    if (preset === null) throw missing("preset");
    return preset;
  }

  /** As the model's usual preset and the settings have it; not stored yet. */
  function newChat(mode: ChatMode, wantedModelId: string | null): StoredChat {
    const { defaultModelId, defaultSystemPrompt } = settings.get();
    const modelId = wantedModelId ?? defaultModelId;
    const now = Date.now();
    const begin = presets.forNewChat(modelId);
    return {
      id: newId(),
      title: "",
      titleBy: "nobody",
      mode,
      modelId,
      adapters: begin.adapters ?? engines.usualAdapters(modelId, mode),
      systemPrompt: begin.systemPrompt ?? defaultSystemPrompt,
      sampling: begin.sampling,
      presetId: null,
      answersFrom: { sources: [], strictness: "balanced" },
      answerSchema: null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
  }

  /** A chat stays with the model that wrote its first answer. */
  function onModel(chatId: string, modelId: string): void {
    const chat = chatOf(chatId);
    if (chat.modelId !== null) return;
    store.write(() => store.chats.configure(chatId, { ...chat, modelId }));
    tell(chatId);
  }

  /** Those of another model do not fit: each has its own, which come back with it. */
  function adaptersFor(chat: StoredChat, modelId: string | null): AdapterUse[] {
    if (modelId === null || modelId === chat.modelId) return chat.adapters;
    if (chat.modelId !== null) store.adapters.keep(chat.id, chat.modelId, chat.adapters);
    return store.adapters.find(chat.id, modelId) ?? engines.usualAdapters(modelId, chat.mode);
  }

  function onRunChange(chatId: string): void {
    if (runs.isBusy(chatId)) titles.giveWay();
    else {
      meter.request(chatId);
      titles.consider(chatId);
    }
    tell(chatId);
  }

  const { sendFirst, ...sending } = createSending({ store, runs, feeds, engines, tellPath });
  const readEverything = createEverythingJobs({ jobs, store, runs, sending });

  return {
    list(query) {
      const { chats, total } = store.chats.page(query);
      return { chats: chats.map(toChat), total };
    },

    watchList(signal) {
      const query = { bin: false, titleContains: "", offset: 0, limit: LIST_SNAPSHOT };
      return feeds.watchList(() => {
        const { chats, total } = store.chats.page(query);
        return { type: "snapshot", chats: chats.map(toChat), total };
      }, signal);
    },

    create({ mode, modelId }) {
      const chat = newChat(mode, modelId);
      store.write(() => store.chats.insert(chat));
      return tell(chat.id);
    },

    begin({ mode, modelId, adapters, answersFrom, text }) {
      const usual = newChat(mode, modelId);
      const chat = {
        ...usual,
        adapters: adapters ?? usual.adapters,
        answersFrom: answersFrom ?? usual.answersFrom,
      };
      const started = sendFirst(chat, text);
      return { chat: tell(chat.id), started };
    },

    get: viewOf,

    earlier(messageId) {
      if (!store.messages.find(messageId)) throw missing("message");
      return store.messages.before(messageId, EARLIER_AT_ONCE).map(runs.withText);
    },

    watch(chatId, fromSeq, signal) {
      // Who opens a chat is about to write in it.
      wake(engines, chatOf(chatId).modelId);
      meter.request(chatId);
      return feeds.watch(chatId, fromSeq, () => ({ type: "snapshot", view: viewOf(chatId) }), signal);
    },

    rename(chatId, title) {
      chatOf(chatId);
      store.write(() => store.chats.rename(chatId, title, "user"));
      return tell(chatId);
    },

    configure(chatId, changes) {
      const chat = chatOf(chatId);
      const { mode, modelId, adapters, systemPrompt, sampling, presetId, answersFrom, answerSchema } = changes;
      if (typeof answerSchema === "string") checkUsable(answerSchema);
      const chosen = presetId === undefined ? null : presetFor(presetId, modelId ?? chat.modelId);
      store.write(() =>
        store.chats.configure(chatId, {
          mode: mode ?? chat.mode,
          modelId: modelId ?? chat.modelId,
          adapters: adapters ?? chosen?.adapters ?? adaptersFor(chat, modelId ?? chat.modelId),
          systemPrompt: systemPrompt ?? chosen?.systemPrompt ?? chat.systemPrompt,
          sampling: sampling ?? chosen?.sampling ?? chat.sampling,
          presetId: presetId === undefined ? chat.presetId : presetId,
          answersFrom: answersFrom ?? chat.answersFrom,
          answerSchema: answerSchema === undefined ? chat.answerSchema : answerSchema,
        }),
      );
      meter.request(chatId);
      return tell(chatId);
    },

    select(messageId) {
      const message = store.messages.find(messageId);
      if (!message) throw missing("message");
      store.write(() => store.messages.show(messageId));
      tellPath(message.chatId);
    },

    rate: createRate({ store, runs, feeds }),
    branch: createBranch({ store, tell }),

    everythingPlan: (messageId) => planEverything({ store, documents }, messageId),

    ...sending,
    readEverything: ({ messageId }) => readEverything(messageId),
    ...createBin({ store, runs, feeds, meter, engines, log, tell, signal: closing.signal }),

    async dispose() {
      closing.abort();
      titles.dispose();
      await runs.dispose();
      meter.dispose();
      feeds.close();
    },
  };
}
