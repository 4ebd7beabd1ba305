import { describe, expect, it } from "vitest";
import type { ChatEvent, ChatView, Message } from "#main/chat/contract.ts";
import { applyChatEvent, emptyChat, untilGap, withEarlier } from "./view.ts";

const sampling: ChatView["chat"]["sampling"] = {
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1,
  seed: null,
  maxTokens: null,
  stopSequences: [],
};

function message(id: string, parentId: string | null, over: Partial<Message> = {}): Message {
  return {
    id,
    chatId: "chat",
    parentId,
    role: "assistant",
    text: "",
    thoughts: null,
    status: "writing",
    error: null,
    generation: null,
    grounding: null,
    rating: null,
    createdAt: 0,
    siblingIds: [id],
    ...over,
  };
}

function view(messages: Message[]): ChatView {
  return {
    chat: {
      id: "chat",
      title: "A chat",
      titleBy: "nobody",
      mode: "chat",
      modelId: null,
      adapters: [],
      systemPrompt: "",
      sampling,
      presetId: null,
      answersFrom: { sources: [], strictness: "balanced" },
      answerSchema: null,
      createdAt: 0,
      updatedAt: 0,
      deletedAt: null,
      running: false,
    },
    messages,
    earlier: 0,
    runs: [],
    contextUse: null,
  };
}

const start = applyChatEvent(emptyChat, {
  type: "snapshot",
  seq: 4,
  view: view([message("a", null, { role: "user", text: "Hello" }), message("b", "a")]),
});

describe("one chat, event by event", () => {
  it("adds streamed text to the answer that is written and leaves every other row as it was", () => {
    const after = applyChatEvent(start, { type: "delta", seq: 5, messageId: "b", text: "Good ", thoughts: "" });
    const again = applyChatEvent(after, { type: "delta", seq: 6, messageId: "b", text: "day", thoughts: "" });
    expect(again.view?.messages[1]?.text).toBe("Good day");
    expect(again.view?.messages[0]).toBe(start.view?.messages[0]);
  });

  it("collects thoughts apart from the answer", () => {
    const events: ChatEvent[] = [
      { type: "delta", seq: 5, messageId: "b", text: "", thoughts: "Let me " },
      { type: "delta", seq: 6, messageId: "b", text: "", thoughts: "see" },
      { type: "delta", seq: 7, messageId: "b", text: "Four.", thoughts: "" },
    ];
    const after = events.reduce(applyChatEvent, start);
    expect(after.view?.messages[1]).toMatchObject({ text: "Four.", thoughts: { text: "Let me see" } });
  });

  it("does not apply an event twice after a reconnection", () => {
    const once = applyChatEvent(start, { type: "delta", seq: 5, messageId: "b", text: "x", thoughts: "" });
    const twice = applyChatEvent(once, { type: "delta", seq: 5, messageId: "b", text: "x", thoughts: "" });
    expect(twice.view?.messages[1]?.text).toBe("x");
  });

  it("ends the watch at a missing event, so that it begins again with a snapshot", async () => {
    async function* events(): AsyncGenerator<ChatEvent> {
      yield* [
        { type: "snapshot", seq: 4, view: view([]) },
        { type: "context", seq: 5, contextUse: null },
        { type: "context", seq: 7, contextUse: null },
      ] satisfies ChatEvent[];
    }
    const seen: number[] = [];
    for await (const event of untilGap(events())) seen.push(event.seq);
    expect(seen).toEqual([4, 5]);
  });

  it("shows a message that continues the path, but not one of another branch", () => {
    const next = applyChatEvent(start, { type: "message", seq: 5, message: message("c", "b", { role: "user" }) });
    expect(next.view?.messages.map((m) => m.id)).toEqual(["a", "b", "c"]);
    const other = applyChatEvent(next, { type: "message", seq: 6, message: message("d", "a") });
    expect(other.view?.messages.map((m) => m.id)).toEqual(["a", "b", "c"]);
  });

  it("takes the whole path when a branch is chosen", () => {
    const after = applyChatEvent(start, { type: "path", seq: 5, messages: [message("z", null)], earlier: 0 });
    expect(after.view?.messages.map((m) => m.id)).toEqual(["z"]);
  });

  it("shows the newest messages at once, and those before them as they are read", async () => {
    const path = ["a", "b", "c", "d", "e", "f"].map((id, n, ids) => message(id, ids[n - 1] ?? null));
    async function* events(): AsyncGenerator<ChatEvent> {
      yield { type: "snapshot", seq: 4, view: { ...view(path.slice(4)), earlier: 4 } };
      yield { type: "delta", seq: 5, messageId: "f", text: "x", thoughts: "" };
      yield { type: "path", seq: 6, messages: path.slice(2, 4), earlier: 2 };
    }
    const readEarlier = (id: string) => {
      const at = path.findIndex((m) => m.id === id);
      return Promise.resolve(path.slice(Math.max(0, at - 3), at));
    };
    const shown: string[] = [];
    let live = emptyChat;
    for await (const event of withEarlier(events(), readEarlier)) {
      live = applyChatEvent(live, event);
      shown.push(`${live.view?.messages.map((m) => m.id + m.text).join("")} ${live.view?.earlier}`);
    }
    expect(shown).toEqual(["ef 4", "bcdef 1", "abcdef 0", "abcdefx 0", "cd 2", "abcd 0"]);
  });

  it("does not put messages of another branch before those that are shown", () => {
    const after = applyChatEvent(start, { type: "earlier", messages: [message("z", null)] });
    expect(after).toEqual(start);
  });

  it("keeps one state a run, and forgets it at the end", () => {
    const queued: ChatEvent = {
      type: "run",
      seq: 5,
      run: { id: "r", messageId: "b", state: { phase: "queued", position: 2 } },
    };
    const writing: ChatEvent = {
      type: "run",
      seq: 6,
      run: { id: "r", messageId: "b", state: { phase: "writing", tokensPerSecond: 20 } },
    };
    const after = [queued, writing].reduce(applyChatEvent, start);
    expect(after.view?.runs).toHaveLength(1);
    expect(after.view?.runs[0]?.state.phase).toBe("writing");
    expect(applyChatEvent(after, { type: "run-ended", seq: 7, runId: "r" }).view?.runs).toEqual([]);
  });

  it("says when the chat was erased elsewhere", () => {
    expect(applyChatEvent(start, { type: "removed", seq: 5 }).removed).toBe(true);
  });
});
