import type { Log } from "#main/lib/log.ts";
import { settledWithin } from "#main/lib/settled-within.ts";
import type { ModelEngines, ModelPresets } from "#main/models/lease.ts";
import { type Answer, createAnswer } from "./answer.ts";
import type { ContextUse, Generation, Message, Run, RunState } from "./contract.ts";
import { interrupted } from "./failure.ts";
import type { Feeds } from "./feeds.ts";
import type { GroundingDocuments } from "./grounding/ground-answer.ts";
import type { Turn } from "./message-rows.ts";
import { type AnswerSettings, settingsOfChat } from "./settings.ts";
import type { ChatStore } from "./store.ts";
import { createThrottle, type Throttle } from "./throttle.ts";
import { countWords } from "./words.ts";
import { type StopCause, writeAnswer } from "./write-answer.ts";

export interface RunPlan {
  runId: string;
  chatId: string;
  messageId: string;
  /** null: as the chat is configured when its turn comes. */
  settings: AnswerSettings | null;
  /** At the end of what is written already. */
  goesOn: boolean;
}

/** The answers under way: one at a time in each chat, the others of that chat in the order in which they were asked for. */
export interface Runs {
  start(plan: RunPlan): void;
  /** Keeps what is written. Does nothing when it has ended. */
  stop(runId: string): void;
  /** Resolves when all of them have ended. */
  stopAll(chatId: string): Promise<void>;
  /** The chat is going for good: what could not be saved of its answers goes with it. */
  forget(chatId: string): void;
  of(chatId: string): Run[];
  isBusy(chatId: string): boolean;
  isUnderWay(messageId: string): boolean;
  /** Id of the run that writes this message; null: it is not under way. */
  runOf(messageId: string): string | null;
  /** Resolves when the message is no longer under way; rejects when `signal` is aborted. Told of every state meanwhile. */
  follow(messageId: string, signal: AbortSignal, onState: (state: RunState) => void): Promise<void>;
  /** With what was written of the message and is not in the store yet, as the pages have it. */
  withText(message: Message): Message;
  turnsTo(messageId: string): Promise<Turn[]>;
  /** Ends every answer as interrupted, saves all text, and waits a moment for the engines. Nothing starts any more. */
  dispose(): Promise<void>;
}

interface RunDeps {
  store: ChatStore;
  engines: ModelEngines;
  presets: ModelPresets;
  documents: GroundingDocuments;
  feeds: Feeds;
  log: Log;
  onModel: (chatId: string, modelId: string) => void;
  onContext: (chatId: string, use: ContextUse) => void;
  /** A run of the chat began or ended. */
  onChange: (chatId: string) => void;
}

interface Entry {
  readonly plan: RunPlan;
  readonly answer: Answer;
  readonly controller: AbortController;
  readonly telling: Throttle;
  state: RunState;
  readonly followers: { onState: (state: RunState) => void; onEnd: () => void }[];
  /** Set when its turn has come; resolves when it has ended. */
  writing: Promise<void> | null;
}

const TELL_STATE_EVERY_MS = 250;
const DISPOSE_WAIT_MS = 4_000;
/** A speed over fewer tokens says little about a model. */
const TELLING_TOKENS = 16;

export function createRuns(deps: RunDeps): Runs {
  const { store, engines, presets, documents, feeds, log, onModel, onContext, onChange } = deps;
  /** By chat; the first of each is being written. */
  const queues = new Map<string, Entry[]>();
  /** By message, until they have ended and are saved. */
  const answers = new Map<string, Answer>();
  let isDisposed = false;

  function find(messageId: string): Message {
    const message = store.messages.find(messageId);
    if (!message) throw new Error("the message of a run is not in the store");
    return withText(message);
  }

  function withText(message: Message): Message {
    const answer = answers.get(message.id);
    return answer ? { ...message, ...answer.shown } : message;
  }

  async function turnsTo(messageId: string): Promise<Turn[]> {
    const turns = await store.messages.turnsTo(messageId);
    return turns.map((turn) => ({ ...turn, text: answers.get(turn.id)?.text ?? turn.text }));
  }

  function createEntry(plan: RunPlan): Entry {
    const message = find(plan.messageId);
    // What could not be saved at an earlier end of this answer is part of what the new one saves.
    answers.get(plan.messageId)?.settle();
    const controller = new AbortController();
    const answer: Answer = createAnswer(message, {
      store,
      feeds,
      log,
      toMessage: () => find(plan.messageId),
      onSaveFailed: (error) => controller.abort(error),
      onSaved: () => {
        if (answers.get(plan.messageId) === answer) answers.delete(plan.messageId);
      },
    });
    answers.set(plan.messageId, answer);
    const entry: Entry = {
      plan,
      answer,
      controller,
      telling: createThrottle(TELL_STATE_EVERY_MS, () => tell(entry)),
      state: { phase: "loading", progress: 0 },
      followers: [],
      writing: null,
    };
    return entry;
  }

  async function write(entry: Entry): Promise<void> {
    const { plan, answer, controller } = entry;
    const end = await writeAnswer(
      {
        prepare: () => prepare(entry),
        goesOn: plan.goesOn,
        answer,
        signal: controller.signal,
        onState: (state) => setState(entry, state),
        onContext: (use) => onContext(plan.chatId, use),
      },
      { engines, presets, documents, log },
    );
    answer.end(end);
    // The store may be closed by now, and all was ended and saved before.
    if (isDisposed) return;
    learn(plan.chatId, end.generation);
    leave(entry);
  }

  /** What is worth knowing after an answer. Not before it: a write there delays the first token. */
  function learn(chatId: string, generation: Generation | null): void {
    if (!generation) return;
    const { modelId, tokensPerSecond, generatedTokens } = generation;
    try {
      onModel(chatId, modelId);
      if (tokensPerSecond !== null && generatedTokens >= TELLING_TOKENS) engines.noteSpeed(modelId, tokensPerSecond);
    } catch (error) {
      // The answer is there; that the disk takes no more is said at the next message.
      log.error({ err: error, chatId }, "The model of an answer could not be noted");
    }
  }

  async function prepare({ plan, answer }: Entry): Promise<{ settings: AnswerSettings; turns: Turn[] }> {
    const chat = store.chats.find(plan.chatId);
    const message = store.messages.find(plan.messageId);
    if (!chat || !message) throw new Error("the chat of a run is not in the store");
    if (plan.goesOn && answer.text === "") answer.clear();
    const last = plan.goesOn ? message.id : message.parentId;
    return { settings: plan.settings ?? settingsOfChat(chat), turns: last === null ? [] : await turnsTo(last) };
  }

  function leave(entry: Entry): void {
    const { chatId, runId } = entry.plan;
    const queue = (queues.get(chatId) ?? []).filter((other) => other !== entry);
    if (queue.length > 0) queues.set(chatId, queue);
    else queues.delete(chatId);
    entry.telling.cancel();
    for (const { onEnd } of entry.followers) onEnd();
    feeds.publish(chatId, { type: "run-ended", runId });
    advance(chatId);
    onChange(chatId);
  }

  /** Begins the first of the chat's queue if it is not being written yet, and tells the others their place. */
  function advance(chatId: string): void {
    const [first, ...waiting] = queues.get(chatId) ?? [];
    if (!first) return;
    waiting.forEach((entry, index) => setState(entry, { phase: "queued", position: index + 1 }));
    first.writing ??= write(first).catch((error: unknown) => {
      // Not the answer, whose failures are its end: what is told of it afterwards (a database that cannot be read).
      log.error({ err: error, chatId }, "A run did not end as it should");
    });
  }

  function setState(entry: Entry, state: RunState): void {
    const isSamePhase = entry.state.phase === state.phase;
    entry.state = state;
    for (const { onState } of entry.followers) onState(state);
    if (isSamePhase) entry.telling.request();
    else tell(entry);
  }

  function tell({ plan, state }: Entry): void {
    feeds.publish(plan.chatId, { type: "run", run: { id: plan.runId, messageId: plan.messageId, state } });
  }

  function stopEntry(entry: Entry): void {
    entry.controller.abort("stop" satisfies StopCause);
    if (entry.writing) return;
    const { generation } = entry.answer.shown;
    entry.answer.end({ status: "stopped", error: null, generation, thoughtsMs: null, evaluation: null });
    leave(entry);
  }

  function all(): Entry[] {
    return [...queues.values()].flat();
  }

  return {
    start(plan) {
      // Its message is on disk: the next start of Cloister says that it was interrupted.
      if (isDisposed) return;
      const entry = createEntry(plan);
      queues.set(plan.chatId, [...(queues.get(plan.chatId) ?? []), entry]);
      onChange(plan.chatId);
      advance(plan.chatId);
    },
    stop(runId) {
      const entry = all().find(({ plan }) => plan.runId === runId);
      if (entry) stopEntry(entry);
    },
    async stopAll(chatId) {
      const entries = queues.get(chatId) ?? [];
      // From the last one, so that none begins because the one before it ended.
      for (const entry of entries.toReversed()) stopEntry(entry);
      await Promise.all(entries.map((entry) => entry.writing));
    },
    forget(chatId) {
      for (const answer of answers.values()) {
        if (answer.chatId !== chatId) continue;
        answer.settle();
        answers.delete(answer.messageId);
      }
    },
    of: (chatId) =>
      (queues.get(chatId) ?? []).map(({ plan, state }) => ({ id: plan.runId, messageId: plan.messageId, state })),
    isBusy: (chatId) => queues.has(chatId),
    isUnderWay: (messageId) => all().some(({ plan }) => plan.messageId === messageId),
    runOf: (messageId) => all().find(({ plan }) => plan.messageId === messageId)?.plan.runId ?? null,
    follow(messageId, signal, onState) {
      const entry = all().find(({ plan }) => plan.messageId === messageId);
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      if (signal.aborted) reject(signal.reason as Error);
      if (entry === undefined) resolve(undefined);
      else entry.followers.push({ onState, onEnd: () => resolve(undefined) });
      return promise;
    },
    withText,
    turnsTo,
    async dispose() {
      isDisposed = true;
      const entries = all();
      for (const { answer, controller } of entries) {
        controller.abort("quit" satisfies StopCause);
        const { generation } = answer.shown;
        const error = interrupted(countWords(answer.text)).toShape();
        answer.end({ status: "failed", error, generation, thoughtsMs: null, evaluation: null });
      }
      for (const answer of answers.values()) answer.settle();
      const writing = entries.map((entry) => entry.writing).filter((promise) => promise !== null);
      await settledWithin(writing, DISPOSE_WAIT_MS);
    },
  };
}
