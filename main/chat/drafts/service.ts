import type { Store } from "#main/store/open.ts";
import type { KeptDraft } from "./contract.ts";

export interface Drafts {
  /** Those of the window; those that windows of an earlier run of the app left become the first window's that asks. */
  list(windowId: string): KeptDraft[];
  /** On disk when it returns. Without `pasted` what was pasted stays as it is. */
  keep(windowId: string, draft: Omit<KeptDraft, "pasted"> & { pasted?: string[] | undefined }): void;
}

interface Row {
  window_id: string;
  chat_id: string;
  typed: string;
  pasted: string;
}

/** Between two drafts of one chat, where two windows had one when the app ended. */
const BETWEEN = "\n\n";

/** What was typed and not sent, window by window: two windows on one chat each have their own. */
export function createDrafts({ db, write }: Pick<Store, "db" | "write">): Drafts {
  /** Windows of this run of the app. */
  const seen = new Set<string>();
  const windows = db.prepare<[], string>("SELECT DISTINCT window_id FROM drafts").pluck();
  const all = db.prepare<[], Row>("SELECT window_id, chat_id, typed, pasted FROM drafts ORDER BY touched_at, key");
  const own = db.prepare<[string], Row>(
    "SELECT window_id, chat_id, typed, pasted FROM drafts WHERE window_id = ? ORDER BY touched_at, key",
  );
  const remove = db.prepare("DELETE FROM drafts WHERE window_id = ? AND chat_id = ?");
  const put = db.prepare(
    `INSERT INTO drafts (window_id, chat_id, typed, pasted, touched_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (window_id, chat_id) DO UPDATE
     SET typed = excluded.typed, pasted = excluded.pasted, touched_at = excluded.touched_at`,
  );
  const pastedOf = db
    .prepare<[string, string], string>("SELECT pasted FROM drafts WHERE window_id = ? AND chat_id = ?")
    .pluck();

  function save(windowId: string, { chatId, typed, pasted }: KeptDraft): void {
    if (typed === "" && pasted.length === 0) remove.run(windowId, chatId);
    else put.run(windowId, chatId, typed, JSON.stringify(pasted), Date.now());
  }

  /** Nothing that was typed is lost: drafts of one chat stand one after the other. */
  function adopt(windowId: string): void {
    const left = windows.all().filter((window) => !seen.has(window));
    if (left.length === 0) return;
    const drafts = new Map(own.all(windowId).map((row) => [row.chat_id, toDraft(row)]));
    const rows = all.all().filter((row) => left.includes(row.window_id));
    for (const draft of rows.map(toDraft)) drafts.set(draft.chatId, together(drafts.get(draft.chatId), draft));
    write(() => {
      for (const row of rows) remove.run(row.window_id, row.chat_id);
      for (const draft of drafts.values()) save(windowId, draft);
    });
  }

  return {
    list(windowId) {
      seen.add(windowId);
      adopt(windowId);
      return own.all(windowId).map(toDraft);
    },
    keep(windowId, { chatId, typed, pasted }) {
      seen.add(windowId);
      write(() => {
        const kept = pasted ?? (JSON.parse(pastedOf.get(windowId, chatId) ?? "[]") as string[]);
        save(windowId, { chatId, typed, pasted: kept });
      });
    },
  };
}

function toDraft({ chat_id: chatId, typed, pasted }: Row): KeptDraft {
  return { chatId, typed, pasted: JSON.parse(pasted) as string[] };
}

function together(one: KeptDraft | undefined, other: KeptDraft): KeptDraft {
  if (one === undefined || one.typed === other.typed) return { ...other, pasted: one?.pasted ?? other.pasted };
  const typed = [one.typed, other.typed].filter((text) => text !== "").join(BETWEEN);
  return { chatId: other.chatId, typed, pasted: [...one.pasted, ...other.pasted] };
}
