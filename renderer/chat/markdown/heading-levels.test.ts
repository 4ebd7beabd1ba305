import { describe, expect, it } from "vitest";
import { headingDepths, levelOf } from "./heading-levels.ts";

describe("levels of headings", () => {
  it("begin right below the page's title and leave none out, whatever the model chose", () => {
    const depths = headingDepths("### First\n\ntext\n\n##### Below\n");
    expect(depths).toEqual([3, 5]);
    expect([levelOf(3, depths), levelOf(5, depths)]).toEqual([2, 3]);
  });

  it("do not count comments in code", () => {
    expect(headingDepths("```sh\n# comment\n```\n\n## Real")).toEqual([2]);
  });

  it("count underlined headings", () => {
    expect(headingDepths("Title\n=====\n\nPart\n---\n")).toEqual([1, 2]);
  });
});
