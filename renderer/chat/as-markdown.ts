import type { ChatView, Message } from "#main/chat/contract.ts";
import { textParts } from "./text-parts.ts";

/** A conversation as it can be pasted anywhere: who wrote what, in Markdown; a continued text as the text alone. */
export function asMarkdown(view: Pick<ChatView, "chat"> & { messages: readonly Message[] }, you: string): string {
  if (view.chat.mode === "text")
    return textParts(view.messages)
      .map((part) => part.text)
      .join("");
  const turns = view.messages.map((message) => {
    const who = message.role === "user" ? you.replace(/:\s*$/, "") : (message.generation?.modelName ?? "");
    return `**${who}**\n\n${message.text.trim()}\n`;
  });
  return `# ${view.chat.title}\n\n${turns.join("\n")}`;
}
