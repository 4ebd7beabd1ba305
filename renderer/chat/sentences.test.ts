import { describe, expect, it } from "vitest";
import { finishedSentences } from "./sentences.ts";

describe("sentences that are finished", () => {
  it("waits for the end of the one that is written", () => {
    expect(finishedSentences("One came. Two is co", 0, "en")).toEqual({ sentences: ["One came."], next: 10 });
  });

  it("does not say a sentence twice", () => {
    const text = "One came. Two came. Three is";
    const first = finishedSentences(text.slice(0, 12), 0, "en");
    expect(finishedSentences(text, first.next, "en").sentences).toEqual(["Two came."]);
  });

  it("finishes a heading or an item at its line's end", () => {
    expect(finishedSentences("A heading\n\n", 0, "en").sentences).toEqual(["A heading"]);
  });
});
