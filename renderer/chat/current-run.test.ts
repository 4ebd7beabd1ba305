import { describe, expect, it } from "vitest";
import type { ChatView, Run } from "#main/chat/contract.ts";
import { currentRun } from "./current-run.ts";

const messages = ["a", "b", "c"].map((id) => ({ id })) as ChatView["messages"];
const queued: Run = { id: "q", messageId: "c", state: { phase: "queued", position: 1 } };
const writing: Run = { id: "w", messageId: "a", state: { phase: "writing", tokensPerSecond: null } };

describe("what Stop means", () => {
  it("is the answer that is written, not the one that waits for it", () => {
    expect(currentRun({ messages, runs: [queued, writing] })?.id).toBe("w");
  });

  it("is the first of those that wait when none is written", () => {
    const later: Run = { ...queued, id: "later", messageId: "c" };
    const sooner: Run = { ...queued, id: "sooner", messageId: "b" };
    expect(currentRun({ messages, runs: [later, sooner] })?.id).toBe("sooner");
  });

  it("is nothing when all is written", () => {
    expect(currentRun({ messages, runs: [] })).toBeNull();
    expect(currentRun(null)).toBeNull();
  });
});
