import type { Job } from "#main/jobs/contract.ts";
import { createJobs } from "#main/jobs/service.ts";
import { createLog } from "#main/lib/log.ts";
import { DEFAULT_SETTINGS } from "#main/settings/defaults.ts";
import type { ModelEngines } from "#main/models/lease.ts";
import type { Store } from "#main/store/open.ts";
import { openTestStore } from "#main/store/testing.ts";
import type { Chat, ChatEvent, Message } from "../contract.ts";
import { createExchange, type Exchange } from "../exchange/service.ts";
import { createChat } from "../service.ts";
import type { GroundingDocuments } from "../grounding/ground-answer.ts";
import { noDocuments } from "./no-documents.ts";
import { noPresets } from "./no-presets.ts";
import { createScriptedEngines, type ScriptedEngines } from "./scripted-engines.ts";

/** The whole feature over a real database in `folder`, with engines that the test plays. */
export function openChat(folder: string): Promise<OpenChat> {
  return openChatWith(folder, createScriptedEngines());
}

export async function openChatWith<E extends ModelEngines>(
  folder: string,
  engines: E,
  documents: GroundingDocuments = noDocuments,
): Promise<OpenChat<E>> {
  const store = await openTestStore(folder);
  const log = createLog({ level: "silent" });
  const jobs = createJobs({ store, log });
  const settings = { get: () => DEFAULT_SETTINGS };
  const service = createChat({ store, engines, presets: noPresets, settings, documents, jobs, log });
  const exchange = createExchange({ store, jobs });
  jobs.begin();
  return {
    store,
    engines,
    service,
    exchange,
    jobs,
    async endOf(jobId) {
      for await (const event of jobs.watch()) {
        const told = event.type === "snapshot" ? event.jobs : event.type === "changed" ? [event.job] : [];
        const job = told.find(({ id, endedAt }) => id === jobId && endedAt !== null);
        if (job !== undefined) return job;
      }
      throw new Error("the jobs were closed");
    },
    newChat: (): Chat => service.create({ mode: "chat", modelId: null }),
    async close() {
      await service.dispose();
      await jobs.dispose();
      store.close();
    },
    /** As after SIGKILL: nothing is saved or ended by the app itself. */
    kill: () => store.close(),
  };
}

export interface OpenChat<E extends ModelEngines = ScriptedEngines> {
  readonly store: Store;
  readonly engines: E;
  readonly service: ReturnType<typeof createChat>;
  readonly exchange: Exchange;
  readonly jobs: ReturnType<typeof createJobs>;
  /** The job as it ended. */
  endOf(jobId: string): Promise<Job>;
  newChat(): Chat;
  close(): Promise<void>;
  kill(): void;
}

/** Sends `text` at the end of the chat. */
export function say({ service }: OpenChat, chatId: string, text: string) {
  const last = service.get(chatId).messages.at(-1);
  return service.send({ chatId, parentId: last?.id ?? null, text });
}

/** A question and its whole answer. */
export async function exchange(open: OpenChat, chatId: string, question: string, answer: string) {
  const started = say(open, chatId, question);
  const writer = await open.engines.nextWriter();
  writer.write(answer);
  writer.end();
  await ended(open, started.messageId);
  return started;
}

/** Waits until the answer is no longer under way. */
export async function ended({ service, store }: OpenChat, messageId: string): Promise<void> {
  const chatId = store.db
    .prepare<[string], string>("SELECT c.id FROM messages m JOIN chats c ON c.key = m.chat_key WHERE m.id = ?")
    .pluck()
    .get(messageId);
  if (chatId === undefined) throw new Error("no such message");
  await until(() => service.get(chatId).runs.every((run) => run.messageId !== messageId));
}

/** Lets promises run until it holds; no clock is involved, so that it works with a faked one. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (holds()) return;
    await Promise.resolve();
  }
  throw new Error(`never came true: ${holds.toString()}`);
}

/** A page: what it was told, and what it shows in consequence. */
export function watchAs(
  { service }: Pick<OpenChat, "service">,
  chatId: string,
  fromSeq: number | null = null,
  before: Message[] = [],
) {
  const events: ChatEvent[] = [];
  const controller = new AbortController();
  let messages = before;
  async function read() {
    for await (const event of service.watch(chatId, fromSeq, controller.signal)) {
      events.push(event);
      messages = shownAfter(messages, event);
    }
  }
  const ended = read();
  return {
    events,
    ended,
    close: () => controller.abort(),
    get messages() {
      return messages;
    },
    get lastSeq() {
      return events.at(-1)?.seq ?? 0;
    },
  };
}

function shownAfter(messages: Message[], event: ChatEvent): Message[] {
  switch (event.type) {
    case "snapshot":
      return event.view.messages;
    case "path":
      return event.messages;
    case "message": {
      const { message } = event;
      if (messages.some(({ id }) => id === message.id)) return messages.map((m) => (m.id === message.id ? message : m));
      return (messages.at(-1)?.id ?? null) === message.parentId ? [...messages, message] : messages;
    }
    case "delta":
      return messages.map((message) => {
        if (message.id !== event.messageId) return message;
        const thoughts = (message.thoughts?.text ?? "") + event.thoughts;
        return {
          ...message,
          text: message.text + event.text,
          thoughts: thoughts === "" ? null : { text: thoughts, durationMs: message.thoughts?.durationMs ?? 0 },
        };
      });
    default:
      return messages;
  }
}
