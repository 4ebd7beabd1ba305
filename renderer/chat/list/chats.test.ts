import { describe, expect, it } from "vitest";
import type { Chat } from "#main/chat/contract.ts";
import { applyListEvent, noChats, withOlder } from "./chats.ts";

function chat(id: string, updatedAt: number, over: Partial<Chat> = {}): Chat {
  return {
    id,
    title: id,
    titleBy: "nobody",
    mode: "chat",
    modelId: null,
    adapters: [],
    systemPrompt: "",
    sampling: {
      temperature: 0.7,
      topP: 1,
      topK: 0,
      minP: 0,
      repeatPenalty: 1,
      seed: null,
      maxTokens: null,
      stopSequences: [],
    },
    presetId: null,
    answersFrom: { sources: [], strictness: "balanced" },
    answerSchema: null,
    createdAt: 0,
    updatedAt,
    deletedAt: null,
    running: false,
    ...over,
  };
}

const start = applyListEvent(noChats, { type: "snapshot", chats: [chat("a", 3), chat("b", 2)], total: 5 });

describe("the list of chats", () => {
  it("moves a chat that was written in to the top", () => {
    const after = applyListEvent(start, { type: "changed", chat: chat("b", 9) });
    expect(after.chats.map((c) => c.id)).toEqual(["b", "a"]);
    expect(after.total).toBe(5);
  });

  it("counts a new chat, and takes one that went to the bin off the list", () => {
    const more = applyListEvent(start, { type: "changed", chat: chat("c", 4) });
    expect(more.total).toBe(6);
    const less = applyListEvent(more, { type: "changed", chat: chat("c", 4, { deletedAt: 10 }) });
    expect(less.chats.map((c) => c.id)).toEqual(["a", "b"]);
    expect(less.total).toBe(5);
  });

  it("does not count a chat twice that was in the bin when it is erased", () => {
    expect(applyListEvent(start, { type: "erased", chatId: "gone" }).total).toBe(5);
  });

  it("adds older pages and keeps what is newer of a chat known already", () => {
    const all = withOlder(start, [chat("b", 1, { title: "old" }), chat("z", 1)]);
    expect(all.map((c) => c.title)).toEqual(["a", "b", "z"]);
  });

  it("does not bring back from an older page what was deleted since", () => {
    const older = [chat("y", 1), chat("z", 0)];
    const after = applyListEvent(start, { type: "changed", chat: chat("y", 1, { deletedAt: 9 }) });
    expect(withOlder(after, older).map((c) => c.id)).toEqual(["a", "b", "z"]);
    const restored = applyListEvent(after, { type: "changed", chat: chat("y", 1) });
    expect(withOlder(restored, older).map((c) => c.id)).toEqual(["a", "b", "y", "z"]);
  });
});
