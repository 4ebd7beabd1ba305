import { create } from "zustand";
import { NO_DRAFT, type Draft } from "./pasted.ts";

interface Drafts {
  readonly byChat: ReadonlyMap<string, Draft>;
}

/** What was typed and pasted and not sent, by chat. keep-drafts.ts brings it over a reload and a restart. */
export const useDrafts = create<Drafts>(() => ({ byChat: new Map() }));

export function draftOf(chatId: string): Draft {
  return useDrafts.getState().byChat.get(chatId) ?? NO_DRAFT;
}

export function isNothing({ typed, pasted }: Draft): boolean {
  return typed === "" && pasted.length === 0;
}

export function changeDraft(chatId: string, change: (now: Draft) => Draft): void {
  const draft = change(draftOf(chatId));
  const byChat = new Map(useDrafts.getState().byChat);
  if (isNothing(draft)) byChat.delete(chatId);
  else byChat.set(chatId, draft);
  useDrafts.setState({ byChat });
}

/** What was not taken comes back, unless something else was typed meanwhile. */
export function returnDraft(chatId: string, draft: Draft): void {
  changeDraft(chatId, (now) => (isNothing(now) ? draft : now));
}

/** What was typed while its chat was being made belongs to that chat. */
export function moveDraft(fromChatId: string, toChatId: string): void {
  const draft = draftOf(fromChatId);
  changeDraft(fromChatId, () => NO_DRAFT);
  changeDraft(toChatId, () => draft);
}
