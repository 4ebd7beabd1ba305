import type { Client } from "#renderer/rpc/client.ts";
import { changeDraft, draftOf, useDrafts } from "./drafts.ts";
import { lengthOf, MESSAGE_CHARACTERS, toPasted, type Draft } from "./pasted.ts";

/** After the last key: a reload or a crash sooner than this loses what was typed since. */
const TYPED_AFTER_MS = 300;
const WINDOW_KEPT_AS = "cloister.window";

let begun: Promise<void> | null = null;

/**
 * Brings the drafts that this window had before it was loaded, or that an earlier run of the app left, once, and keeps every change with
 * the app from then on.
 */
export function keepDrafts(client: Client): Promise<void> {
  begun ??= bringThenKeep(client);
  return begun;
}

async function bringThenKeep(client: Client): Promise<void> {
  const windowId = idOfThisWindow();
  const before = await client.chat.drafts.list({ windowId }).catch(() => []);
  for (const { chatId, typed, pasted } of before) {
    // What was typed while they came stays.
    changeDraft(chatId, (now) => ({
      typed: now.typed === "" ? typed : now.typed,
      pasted: [...pasted.map(toPasted), ...now.pasted],
    }));
  }
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const kept = new Map<string, Draft["pasted"]>();
  const keep = (chatId: string) => {
    clearTimeout(timers.get(chatId));
    timers.delete(chatId);
    const draft = draftOf(chatId);
    // It cannot be sent like this either.
    if (lengthOf(draft) > MESSAGE_CHARACTERS) return;
    const pasted = draft.pasted === kept.get(chatId) ? undefined : draft.pasted.map(({ text }) => text);
    kept.set(chatId, draft.pasted);
    // Lost with the connection: said at the next change.
    void client.chat.drafts.keep({ windowId, chatId, typed: draft.typed, pasted }).catch(() => kept.delete(chatId));
  };
  for (const chatId of useDrafts.getState().byChat.keys()) keep(chatId);
  useDrafts.subscribe(({ byChat: now }, { byChat: was }) => {
    for (const chatId of new Set([...now.keys(), ...was.keys()])) {
      if (now.get(chatId) === was.get(chatId)) continue;
      clearTimeout(timers.get(chatId));
      if (now.get(chatId)?.pasted !== was.get(chatId)?.pasted) keep(chatId);
      else
        timers.set(
          chatId,
          setTimeout(() => keep(chatId), TYPED_AFTER_MS),
        );
    }
  });
}

/** Of this window or tab, the same after a reload. It says nothing about what is written here. */
function idOfThisWindow(): string {
  const id = sessionStorage.getItem(WINDOW_KEPT_AS) ?? crypto.randomUUID();
  sessionStorage.setItem(WINDOW_KEPT_AS, id);
  return id;
}
