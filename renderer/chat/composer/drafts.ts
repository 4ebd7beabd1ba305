/** What was typed and not sent, by chat. In memory: it is gone with the page, as nothing unsent is written to disk. */
const drafts = new Map<string, string>();

export function draftOf(chatId: string): string {
  return drafts.get(chatId) ?? "";
}

/** What was not taken comes back, unless something else was typed meanwhile. */
export function returnDraft(chatId: string, text: string): void {
  if (draftOf(chatId) === "") keepDraft(chatId, text);
}

/** What was typed while its chat was being made belongs to that chat. */
export function moveDraft(fromChatId: string, toChatId: string): void {
  keepDraft(toChatId, draftOf(fromChatId));
  keepDraft(fromChatId, "");
}

export function keepDraft(chatId: string, text: string): void {
  if (text === "") drafts.delete(chatId);
  else drafts.set(chatId, text);
}
