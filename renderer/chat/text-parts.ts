import type { Message } from "#main/chat/contract.ts";

/**
 * The parts of one text as the model reads them (main/chat/prompt.ts): letter by letter, but what was written as an answer to a
 * question stands apart from what is around it.
 */
export function textParts(messages: readonly Message[]): { message: Message; text: string }[] {
  let before = "";
  let isApart = false;
  return messages.map((message) => {
    const isAnswer = message.generation?.mode === "chat";
    const touches = before !== "" && message.text !== "" && !/\s$/.test(before) && !/^\s/.test(message.text);
    const text = (isApart || isAnswer) && touches ? `\n\n${message.text}` : message.text;
    if (message.text !== "") {
      before = message.text.slice(-1);
      isApart = isAnswer;
    }
    return { message, text };
  });
}
