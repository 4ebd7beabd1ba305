import { expect, it } from "vitest";
import { plainConversation } from "./plain-conversation.ts";

const turn = (role: "user" | "assistant", text: string) => ({ role, text });

it("asks after an instruction and an example, and ends where the answer begins", () => {
  const text = plainConversation("", [turn("user", "Who wrote Faust?")]);
  expect(text).toMatch(
    /^Below is a conversation .+\n\nUser: .+\nAssistant: .+\n\nUser: Who wrote Faust\?\nAssistant:$/s,
  );
});

it("takes the system prompt for its instruction", () => {
  expect(plainConversation("Answer in French.", [turn("user", "Hello")])).toMatch(/^Answer in French\.\n\nUser:/);
});

it("keeps exchanges apart, whatever blank lines they hold", () => {
  const text = plainConversation("", [
    turn("user", "One\n\n\ntwo"),
    turn("assistant", " Three\n \nfour\n"),
    turn("user", "Five"),
  ]);
  expect(text).toMatch(/User: One\ntwo\nAssistant: Three\nfour\n\nUser: Five\nAssistant:$/);
});

it("ends at the end of an answer that is to go on, to the character", () => {
  const text = plainConversation("", [turn("user", "Count"), turn("assistant", "One, two,\n\nthree, ")]);
  expect(text).toMatch(/User: Count\nAssistant: One, two,\n\nthree, $/);
  expect(plainConversation("", [turn("user", "Count"), turn("assistant", "")])).toMatch(/User: Count\nAssistant:$/);
});

it("copes with two questions in a row", () => {
  const text = plainConversation("", [turn("user", "One"), turn("user", "Two")]);
  expect(text).toMatch(/User: One\n\nUser: Two\nAssistant:$/);
});
