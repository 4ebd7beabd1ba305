import { beforeEach, describe, expect, it } from "vitest";
import { changeDraft, draftOf, moveDraft, returnDraft, useDrafts } from "./drafts.ts";
import { toPasted } from "./pasted.ts";

describe("what was typed and pasted and not sent", () => {
  const typed = (text: string) => ({ typed: text, pasted: [] });
  beforeEach(() => useDrafts.setState({ byChat: new Map() }));

  it("comes back to its chat when it was not taken, with what was pasted", () => {
    const refused = { typed: "refused", pasted: [toPasted("a book")] };
    returnDraft("a", refused);
    expect(draftOf("a")).toEqual(refused);
    expect(draftOf("b")).toEqual(typed(""));
  });

  it("is not replaced by what was not taken", () => {
    changeDraft("a", () => typed("typed since"));
    returnDraft("a", typed("refused"));
    expect(draftOf("a")).toEqual(typed("typed since"));
  });

  it("goes with a new chat that was being made meanwhile", () => {
    changeDraft("a", () => typed("and more"));
    moveDraft("a", "b");
    expect([draftOf("a"), draftOf("b")]).toEqual([typed(""), typed("and more")]);
  });

  it("leaves nothing behind when it was emptied", () => {
    changeDraft("a", () => typed("x"));
    changeDraft("a", () => typed(""));
    expect(useDrafts.getState().byChat.size).toBe(0);
  });
});
