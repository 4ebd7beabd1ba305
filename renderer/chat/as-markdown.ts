import type { ChatView } from "#main/chat/contract.ts";

/** A conversation as it can be pasted anywhere: who wrote what, in Markdown; a continued text as the text alone. */
export function asMarkdown(view: Pick<ChatView, "chat" | "messages">, you: string): string {
  if (view.chat.mode === "text") return view.messages.map((message) => message.text).join("");
  const turns = view.messages.map((message) => {
    const who = message.role === "user" ? you.replace(/:\s*$/, "") : (message.generation?.modelName ?? "");
    return `**${who}**\n\n${message.text.trim()}\n`;
  });
  return `# ${view.chat.title}\n\n${turns.join("\n")}`;
}
