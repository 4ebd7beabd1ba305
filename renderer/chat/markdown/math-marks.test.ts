import { describe, expect, it } from "vitest";
import { normaliseMath } from "./math-marks.ts";

describe("marks of math", () => {
  it("reads brackets as models write them", () => {
    expect(normaliseMath("Area \\(\\pi r^2\\) it is")).toBe("Area $\\pi r^2$ it is");
    expect(normaliseMath("\\[\nE = mc^2\n\\]")).toBe("\n$$\nE = mc^2\n$$\n");
  });

  it("gives a formula on lines of its own, in double dollars, lines of their own", () => {
    expect(normaliseMath("So\n$$E = mc^2$$\nholds")).toBe("So\n\n$$\nE = mc^2\n$$\n\nholds");
    expect(normaliseMath("so $$x$$ it is")).toBe("so $$x$$ it is");
  });

  it("leaves formulas in dollar signs alone", () => {
    for (const text of ["so $x^2$ grows", "$$\n\\frac{1}{2}\n$$", "$a$, $b$ and $c$"])
      expect(normaliseMath(text)).toBe(text);
  });

  it("reads sums of money as money", () => {
    expect(normaliseMath("It costs $5 and later $10 a month")).toBe("It costs \\$5 and later \\$10 a month");
    expect(normaliseMath("$5-$10")).toBe("\\$5-\\$10");
  });

  it("does not touch code", () => {
    for (const text of ["`$PATH and $HOME`", "```sh\necho $HOME $PATH \\(x\\)\n```", "```sh\necho $A $B"])
      expect(normaliseMath(text)).toBe(text);
  });

  it("does not escape twice", () => {
    expect(normaliseMath("a \\$5 note")).toBe("a \\$5 note");
  });
});
