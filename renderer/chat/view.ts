import type { ChatEvent, ChatView, Message } from "#main/chat/contract.ts";

/** What a page knows of one chat. */
export interface LiveChat {
  readonly seq: number;
  readonly view: ChatView | null;
  readonly removed: boolean;
}

export const emptyChat: LiveChat = { seq: 0, view: null, removed: false };

/** The events up to the first one that is missing: the watch then begins again, with a snapshot. */
export async function* untilGap(events: AsyncIterable<ChatEvent>): AsyncGenerator<ChatEvent, void, undefined> {
  let seq: number | null = null;
  for await (const event of events) {
    if (event.type !== "snapshot" && seq !== null && event.seq > seq + 1) return;
    seq = event.seq;
    yield event;
  }
}

/** Messages before those that a page was told of, as it reads them page by page. */
export interface EarlierMessages {
  readonly type: "earlier";
  readonly messages: readonly Message[];
}

/** Every event, and after one that shows only the newest messages of a path those before them, from the end. */
export async function* withEarlier(
  events: AsyncIterable<ChatEvent>,
  readEarlier: (messageId: string) => Promise<Message[]>,
): AsyncGenerator<ChatEvent | EarlierMessages, void, undefined> {
  for await (const event of events) {
    yield event;
    if (event.type !== "snapshot" && event.type !== "path") continue;
    const path = event.type === "snapshot" ? event.view : event;
    let left = path.earlier;
    let first = path.messages[0];
    while (left > 0 && first !== undefined) {
      const messages = await readEarlier(first.id);
      if (messages.length === 0) break;
      yield { type: "earlier", messages };
      left -= messages.length;
      first = messages[0];
    }
  }
}

/**
 * The chat after one event. Messages that an event does not name keep their identity, so that a page which draws a row only
 * when its message changed draws one row a delta.
 */
export function applyChatEvent(live: LiveChat, event: ChatEvent | EarlierMessages): LiveChat {
  if (event.type === "earlier") return live.view ? { ...live, view: prepend(live.view, event.messages) } : live;
  if (event.type === "snapshot") return { seq: event.seq, view: event.view, removed: false };
  if (event.seq <= live.seq || live.view === null) return live;
  if (event.type === "removed") return { ...live, seq: event.seq, removed: true };
  return { ...live, seq: event.seq, view: changeView(live.view, event) };
}

type Change = Exclude<ChatEvent, { type: "snapshot" } | { type: "removed" }>;

function changeView(view: ChatView, event: Change): ChatView {
  switch (event.type) {
    case "delta":
      return { ...view, messages: replace(view.messages, event.messageId, (message) => grow(message, event)) };
    case "message":
      return { ...view, messages: put(view.messages, event.message) };
    case "path":
      return { ...view, messages: event.messages, earlier: event.earlier };
    case "chat":
      return { ...view, chat: event.chat };
    case "run": {
      const others = view.runs.filter((run) => run.id !== event.run.id);
      return { ...view, runs: [...others, event.run] };
    }
    case "run-ended":
      return { ...view, runs: view.runs.filter((run) => run.id !== event.runId) };
    case "context":
      return { ...view, contextUse: event.contextUse };
  }
}

function prepend(view: ChatView, earlier: readonly Message[]): ChatView {
  if (view.messages[0]?.parentId !== earlier.at(-1)?.id) return view;
  return { ...view, messages: [...earlier, ...view.messages], earlier: view.earlier - earlier.length };
}

function grow(message: Message, delta: { text: string; thoughts: string }): Message {
  const thoughts =
    delta.thoughts === ""
      ? message.thoughts
      : {
          text: (message.thoughts?.text ?? "") + delta.thoughts,
          durationMs: message.thoughts?.durationMs ?? 0,
        };
  return { ...message, text: message.text + delta.text, thoughts };
}

function replace(messages: Message[], id: string, change: (message: Message) => Message): Message[] {
  const at = messages.findLastIndex((message) => message.id === id);
  const found = messages[at];
  return found === undefined ? messages : messages.with(at, change(found));
}

/** A message on the path is replaced; a new one is shown only where it continues the path. */
function put(messages: Message[], message: Message): Message[] {
  if (messages.some((other) => other.id === message.id)) return replace(messages, message.id, () => message);
  const last = messages.at(-1)?.id ?? null;
  return message.parentId === last ? [...messages, message] : messages;
}
