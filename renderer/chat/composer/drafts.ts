/** What was typed and not sent, by chat. In memory: it is gone with the page, as nothing unsent is written to disk. */
const drafts = new Map<string, string>();

export function draftOf(chatId: string): string {
  return drafts.get(chatId) ?? "";
}

export function keepDraft(chatId: string, text: string): void {
  if (text === "") drafts.delete(chatId);
  else drafts.set(chatId, text);
}
