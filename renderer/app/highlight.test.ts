import { expect, it } from "vitest";
import { excerpt, highlight, termsIn } from "./highlight.ts";

const lit = (text: string, terms: string[]) => highlight(text, terms).flatMap((p) => (p.isTerm ? [p.text] : []));

it("lights words in any form, and neighbours as one", () => {
  expect(lit("Notices were given; a written notice ends it.", ["notice", "written", "end"])).toEqual([
    "Notices",
    "written notice ends",
  ]);
  expect(lit("Die KÜNDIGUNG der Wohnung", ["kündigung"])).toEqual(["KÜNDIGUNG"]);
  expect(lit("nothing", ["thing"])).toEqual([]);
});

it("loses no letter of the text", () => {
  const text = "“Ended” – by 3\u00a0April 2027, on notice.\n\n";
  const pieces = highlight(text, ["april", "notice", "3"]);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
});

it("counts which words a passage has", () => {
  expect(termsIn("The rent is due monthly", ["rent", "due", "penalty"])).toBe(2);
});

it("cuts a long text around what was looked for, between words", () => {
  const long = `${"before ".repeat(60)}the notice period ${"after ".repeat(60)}`.trim();
  const cut = excerpt(long, ["notice"], 80);
  expect(cut).toMatch(/^…(before )+the notice period (after )*after…$/);
  expect(cut.length).toBeLessThan(90);
  expect(excerpt("short", ["notice"], 80)).toBe("short");
});
