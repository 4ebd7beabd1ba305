import { beforeEach, describe, expect, it } from "vitest";
import { draftOf, keepDraft, moveDraft, returnDraft } from "./drafts.ts";

describe("what was typed and not sent", () => {
  beforeEach(() => {
    for (const chatId of ["a", "b"]) keepDraft(chatId, "");
  });

  it("comes back to its chat when it was not taken, also when another is shown by then", () => {
    returnDraft("a", "refused");
    expect(draftOf("a")).toBe("refused");
    expect(draftOf("b")).toBe("");
  });

  it("is not replaced by what was not taken", () => {
    keepDraft("a", "typed since");
    returnDraft("a", "refused");
    expect(draftOf("a")).toBe("typed since");
  });

  it("goes with a new chat that was being made meanwhile", () => {
    keepDraft("a", "and more");
    moveDraft("a", "b");
    expect([draftOf("a"), draftOf("b")]).toEqual(["", "and more"]);
  });
});
