import { describe, expect, it } from "vitest";
import { draftFrom, isLong, lengthOf, LONG_CHARACTERS, LONG_LINES, messageOf, toPasted } from "./pasted.ts";

const book = Array.from({ length: 500 }, (_, line) => `Line ${String(line)} of the book.`).join("\n");
const draft = (typed: string, ...texts: string[]) => ({ typed, pasted: texts.map(toPasted) });

describe("a message of pasted and typed text", () => {
  it("is what was pasted, in order, then what was typed, with a blank line between", () => {
    expect(messageOf(draft("Who did it?", "First.", "Second.\n", "Third.\n\n"))).toBe(
      "First.\n\nSecond.\n\nThird.\n\nWho did it?",
    );
  });

  it("has no gap where there is only one part", () => {
    expect(messageOf(draft("", "First."))).toBe("First.");
    expect(messageOf(draft("typed"))).toBe("typed");
  });

  it("is as long as it says", () => {
    const some = draft("Who did it?", "First.", "Second.\n");
    expect(lengthOf(some)).toBe(messageOf(some).length);
  });
});

describe("a text that is pasted", () => {
  it("is long by its characters or by its lines", () => {
    expect([isLong("x".repeat(LONG_CHARACTERS - 1)), isLong("x".repeat(LONG_CHARACTERS))]).toEqual([false, true]);
    expect([isLong("\n".repeat(LONG_LINES - 2)), isLong("\n".repeat(LONG_LINES - 1))]).toEqual([false, true]);
  });

  it("is told by its words and its first line with words in it", () => {
    expect(toPasted("\n \n  A tale of  two\ncities")).toMatchObject({ words: 5, firstLine: "A tale of  two" });
  });
});

describe("a message that is edited again", () => {
  it("stays in the field when it is short", () => {
    expect(draftFrom("Why?\n\nHow?")).toEqual(draft("Why?\n\nHow?"));
  });

  it.each([
    `${book}\n\nWho did it?`,
    `${book}\n\n\n\nWho did it?`,
    `${book}\n\n${book}`,
    book,
    `${book}\n\n`,
    "x".repeat(LONG_CHARACTERS),
  ])("gives the same text when nothing is changed", (text) => {
    expect(messageOf(draftFrom(text))).toBe(text);
  });

  it("has its last paragraph in the field and the book above it", () => {
    expect(draftFrom(`${book}\n\nWho did it?`)).toMatchObject({
      typed: "Who did it?",
      pasted: [{ text: `${book}\n\n` }],
    });
  });
});
