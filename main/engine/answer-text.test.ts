import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnswerText, type Marker } from "./answer-text.ts";
import { PLAIN_ENDINGS } from "#main/lib/plain-conversation.ts";

const THINKING: Marker[] = [
  { text: "<think>", effect: "think" },
  { text: "</think>", effect: "answer" },
  { text: "<|im_end|>", effect: "end" },
];
const stopAt = (text: string): Marker => ({ text, effect: "stop-sequence" });

function write(
  pieces: readonly string[],
  markers: readonly Marker[],
  options: { thinking?: boolean; continues?: boolean } = {},
) {
  const answer = createAnswerText(markers, { thinking: false, continues: false, ...options });
  let text = "";
  let thoughts = "";
  let ended: string | null = null;
  for (const piece of pieces) {
    ended = answer.push(piece)?.effect ?? null;
    const shown = answer.take();
    text += shown.text;
    thoughts += shown.thoughts;
    if (ended !== null) break;
  }
  answer.finish();
  const rest = answer.take();
  return { text: text + rest.text, thoughts: thoughts + rest.thoughts, ended };
}

describe("the text of an answer", () => {
  it("is the same however it is cut into pieces", () => {
    const whole = "<think>\nHm, a < b.\n</think>\n\nIt is <b>4</b>.<|im_end|>gone";
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 60 }), (lengths) => {
        let at = 0;
        const pieces = lengths.map((length) => whole.slice(at, (at += length)));
        expect(write(pieces, THINKING)).toEqual({ text: "It is <b>4</b>.", thoughts: "Hm, a < b.\n", ended: "end" });
      }),
    );
  });

  it("shows nothing of a stop sequence, and all of what only looked like one", () => {
    expect(write(["One, ", "S", "TO", "P two"], [stopAt("STOP")])).toEqual({
      text: "One, ",
      thoughts: "",
      ended: "stop-sequence",
    });
    expect(write(["One, ", "S", "TO", "OL"], [stopAt("STOP")])).toMatchObject({ text: "One, STOOL", ended: null });
    expect(write(["One, ", "STO"], [stopAt("STOP")])).toMatchObject({ text: "One, STO", ended: null });
  });

  it("stops at the first of several sequences", () => {
    expect(write(["a b c"], [stopAt("c"), stopAt("b")]).text).toBe("a ");
  });

  it("does not stop in the middle of thoughts", () => {
    const result = write(["<think>", "stop here</think>", "Yes, stop there"], [...THINKING, stopAt("stop")]);
    expect(result).toEqual({ text: "Yes, ", thoughts: "stop here", ended: "stop-sequence" });
  });

  it("begins in the thoughts when the template has opened them", () => {
    expect(write(["So.", "</think>", "\n4"], THINKING, { thinking: true })).toMatchObject({
      text: "4",
      thoughts: "So.",
    });
  });

  it("drops spaces before the first word, but not where an answer goes on", () => {
    expect(write([" ", "\n Yes"], []).text).toBe("Yes");
    expect(write([" and", " no"], [], { continues: true }).text).toBe(" and no");
  });

  it("ends a plain conversation at a blank line or the next question, but not before its first word", () => {
    expect(write(["\n\n Paris", ".\n", "\nUser: And"], PLAIN_ENDINGS)).toMatchObject({ text: "Paris.", ended: "end" });
    expect(write([" Paris.\nUser", ": And"], PLAIN_ENDINGS)).toMatchObject({ text: "Paris.", ended: "end" });
    expect(write([" One\nTwo"], PLAIN_ENDINGS)).toMatchObject({ text: "One\nTwo", ended: null });
  });
});
