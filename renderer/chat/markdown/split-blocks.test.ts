import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { showDefinitions, splitBlocks } from "./split-blocks.ts";

describe("pieces of Markdown", () => {
  it("loses and adds nothing", () => {
    const line = fc.constantFrom(
      "",
      "text",
      "- item",
      "  more",
      "```",
      "$$",
      "> said",
      "| a |",
      "1. one",
      "    code",
      "~~~",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join("\n");
        expect(splitBlocks(text).join("")).toBe(text);
      }),
    );
  });

  it("cuts at blank lines between paragraphs", () => {
    expect(splitBlocks("One.\n\nTwo\nlines.\n\n# Three\n")).toEqual(["One.\n\n", "Two\nlines.\n\n", "# Three\n"]);
  });

  it("keeps a fence with blank lines whole, also one that is not closed yet", () => {
    expect(splitBlocks("Look:\n\n```ts\na\n\nb\n```\n\nDone")).toHaveLength(3);
    expect(splitBlocks("```\na\n\nb\n\nc")).toHaveLength(1);
    expect(splitBlocks("````\n```\n\na\n````\n\nDone")).toHaveLength(2);
  });

  it("keeps the items of one list together, with what is indented under them", () => {
    expect(splitBlocks("1. one\n\n   more\n\n2. two\n\nAfter")).toEqual(["1. one\n\n   more\n\n2. two\n\n", "After"]);
  });

  it("keeps display math with blank lines whole", () => {
    expect(splitBlocks("$$\na\n\nb\n$$\n\nAfter")).toHaveLength(2);
    expect(splitBlocks("$$x$$\n\nAfter")).toHaveLength(2);
  });

  it("does not cut a text whose links are defined elsewhere in it", () => {
    expect(splitBlocks("See [here].\n\n[here]: https://example.org\n")).toHaveLength(1);
  });

  it("cuts it all the same while it is written, with the definitions in sight", () => {
    const blocks = splitBlocks("See [here] and[^1].\n\n[here]: https://example.org\n\n[^1]: Not", { apart: true });
    expect(blocks).toHaveLength(3);
    expect(blocks.map(showDefinitions).slice(1)).toEqual(["\\[here]: https://example.org\n\n", "\\[^1]: Not"]);
    expect(showDefinitions("```\n[a]: b\n```\n")).toBe("```\n[a]: b\n```\n");
  });

  it("leaves all pieces but the last as they were while text is added", () => {
    const text = "First *paragraph*.\n\n- a\n- b\n\n```js\nlet x = 1\n\n```\n\nThe end comes";
    const whole = splitBlocks(text);
    const more = splitBlocks(text + " slowly, in small pieces");
    expect(more.slice(0, -1)).toEqual(whole.slice(0, -1));
  });
});
