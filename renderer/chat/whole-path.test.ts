import { expect, it } from "vitest";
import type { Message } from "#main/chat/contract.ts";
import { wholePath } from "./whole-path.ts";

const path = Array.from({ length: 10 }, (_, at) => message(at));

function message(at: number): Message {
  return {
    id: `m${String(at)}`,
    chatId: "chat",
    parentId: at === 0 ? null : `m${String(at - 1)}`,
    role: "user",
    text: String(at),
    thoughts: null,
    status: "complete",
    error: null,
    generation: null,
    grounding: null,
    rating: null,
    createdAt: at,
    siblingIds: [`m${String(at)}`],
  };
}

it("reads what comes before the messages that are known, as often as it takes", async () => {
  const asked: string[] = [];
  const whole = await wholePath(path.slice(7), (messageId) => {
    asked.push(messageId);
    const at = path.findIndex(({ id }) => id === messageId);
    return Promise.resolve(path.slice(Math.max(0, at - 4), at));
  });
  expect(whole).toEqual(path);
  expect(asked).toEqual(["m7", "m3"]);
});

it("asks for nothing where all is known, and fails with the question", async () => {
  const fails = () => Promise.reject(new Error("gone"));
  expect(await wholePath(path, fails)).toBe(path);
  expect(await wholePath([], fails)).toEqual([]);
  await expect(wholePath(path.slice(1), fails)).rejects.toThrow("gone");
});
