import type { KeptDraft } from "./contract.ts";

export interface Drafts {
  list(windowId: string): KeptDraft[];
  /** Without `pasted` what was pasted stays as it is. */
  keep(windowId: string, draft: Omit<KeptDraft, "pasted"> & { pasted?: string[] | undefined }): void;
}

/** Of all windows together; the drafts that were touched longest ago go first. */
const KEPT_CHARACTERS = 16_000_000;
/** Counted for a draft besides its text, so that thousands of short ones are too many as well. */
const ENTRY_CHARACTERS = 10_000;

/** What was typed and not sent, in memory alone: it ends with the app. */
export function createDrafts(keptCharacters = KEPT_CHARACTERS): Drafts {
  const kept = new Map<string, { windowId: string; draft: KeptDraft }>();

  function makeRoom(): void {
    let characters = 0;
    for (const [key, { draft }] of [...kept].toReversed()) {
      characters += ENTRY_CHARACTERS + draft.typed.length;
      for (const text of draft.pasted) characters += text.length;
      if (characters > keptCharacters) kept.delete(key);
    }
  }

  return {
    list: (windowId) => [...kept.values()].filter((one) => one.windowId === windowId).map(({ draft }) => draft),
    keep(windowId, { chatId, typed, pasted }) {
      const key = JSON.stringify([windowId, chatId]);
      const draft = { chatId, typed, pasted: pasted ?? kept.get(key)?.draft.pasted ?? [] };
      kept.delete(key);
      if (typed === "" && draft.pasted.length === 0) return;
      kept.set(key, { windowId, draft });
      makeRoom();
    },
  };
}
