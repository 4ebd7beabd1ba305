import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Jobs } from "#main/jobs/worker.ts";
import { words } from "#main/lib/words.ts";
import type { Store } from "#main/store/open.ts";
import { conflict, missing } from "../requests.ts";
import type { ExportRequest } from "./contract.ts";
import { type ExportPayload, exportPath, registerExportJob } from "./export/job.ts";
import { createSavedRows } from "./saved-rows.ts";

/** Chats that leave Cloister as files. */
export interface Exchange {
  usualFolder(): Promise<string>;
  exportChats(request: ExportRequest): Promise<{ jobId: string; path: string }>;
}

export interface ExchangeOptions {
  readonly store: Pick<Store, "db" | "write">;
  readonly jobs: Jobs;
}

/** Registers the workers of its jobs: to be made before `jobs.begin()`. */
export function createExchange({ store, jobs }: ExchangeOptions): Exchange {
  const rows = createSavedRows(store.db);
  registerExportJob({ jobs, rows });

  /** What a file of theirs is called. Throws NOT_FOUND, CONFLICT. */
  function titleOf({ scope }: ExportRequest): { title: string; chats: number } {
    const day = new Date().toISOString().slice(0, 10);
    if (scope.kind === "all") {
      const chats = rows.allIds().length;
      if (chats === 0) throw conflict("There are no chats to export.");
      return { title: `${words("export.chats")} ${day}`, chats };
    }
    const [first, ...others] = scope.chatIds;
    const chat = first === undefined ? null : rows.chat(first);
    if (chat === null) throw missing("chat");
    return others.length === 0
      ? { title: chat.title, chats: 1 }
      : { title: `${words("export.chats")} ${day}`, chats: scope.chatIds.length };
  }

  return {
    async usualFolder() {
      const downloads = join(homedir(), "Downloads");
      const isThere = await stat(downloads).then(
        (found) => found.isDirectory(),
        () => false,
      );
      return isThere ? downloads : homedir();
    },

    async exportChats(request) {
      const { title, chats } = titleOf(request);
      const path = await exportPath(request, title);
      const { scope, format, withThoughts } = request;
      const { jobId } = jobs.start<ExportPayload>(
        "export-chats",
        chats === 1 ? title : words("export.count", { count: String(chats) }),
        {
          ...{ scope, format, withThoughts, path },
        },
      );
      return { jobId, path };
    },
  };
}
