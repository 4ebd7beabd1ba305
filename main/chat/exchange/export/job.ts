import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Jobs } from "#main/jobs/worker.ts";
import { folderFrom } from "#main/lib/chosen-path.ts";
import { plainFileName } from "#main/lib/plain-file-name.ts";
import { words } from "#main/lib/words.ts";
import { writeWhole } from "#main/lib/write-whole.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { ExportFormat, ExportRequest, ExportScope } from "../contract.ts";
import type { SavedRows } from "../saved-rows.ts";
import { startExportThread } from "./thread.ts";

export interface ExportPayload {
  scope: ExportScope;
  format: ExportFormat;
  withThoughts: boolean;
  /** Of the file that comes of it. */
  path: string;
}

const ENDINGS: Record<ExportFormat, string> = {
  markdown: ".md",
  html: ".html",
  docx: ".docx",
  pdf: ".pdf",
  json: ".json",
};

/** What the system says of a drive that was taken out, or of a share that is away. */
const GONE = new Set(["ENOENT", "ENODEV", "ENXIO", "EIO", "ENOTCONN", "ESTALE", "EHOSTDOWN"]);

/** Writes chats into one file, which is there when it is whole. Begun anew after a restart: what is written counts for nothing until then. */
export function registerExportJob({ jobs, rows }: { jobs: Jobs; rows: SavedRows }): void {
  jobs.register<ExportPayload, never>({
    kind: "export-chats",
    canPause: false,
    afterRestart: "resume",
    atOnce: 1,
    async run({ payload, signal, progress }) {
      const ids = payload.scope.kind === "all" ? rows.allIds() : payload.scope.chatIds;
      const { path, format, withThoughts } = payload;
      const isArchive = isInArchive(payload);
      try {
        await writeWhole(path, 0, async (temporary) => {
          const task = { path: temporary, format, withThoughts, isArchive, exportedAt: Date.now() };
          await using thread = await startExportThread(task, signal);
          for (const [at, id] of ids.entries()) {
            progress(at / ids.length, { key: "exporting-chat", values: { chat: at + 1, chats: ids.length } });
            signal.throwIfAborted();
            await tellChat(id);
          }
          await thread.tell({ type: "end" });

          async function tellChat(id: string): Promise<void> {
            const chat = rows.chat(id);
            // Erased since the job was begun.
            if (chat === null) return;
            await thread.tell({ type: "begin", chat });
            for (let after = 0; ;) {
              const { messages, last } = rows.messages(id, after);
              if (messages.length === 0) break;
              signal.throwIfAborted();
              await thread.tell({ type: "messages", messages });
              after = last;
            }
            await thread.tell({ type: "end-chat" });
          }
        });
      } catch (error) {
        throw lostFolder(error, dirname(path));
      }
    },
  });
}

/** A name that nothing in the chosen folder has. Throws INVALID_INPUT, NOT_FOUND. */
export async function exportPath(request: ExportRequest, title: string): Promise<string> {
  const folder = await folderFrom(request.folder);
  const name = plainFileName(title, words("export.untitled"));
  const ending = isInArchive(request) ? ".zip" : ENDINGS[request.format];
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${name}${count === 1 ? "" : `-${String(count)}`}${ending}`);
    const taken = await Promise.all([path, `${path}.part`].map((each) => stat(each).catch(() => null)));
    if (taken.every((found) => found === null)) return path;
  }
}

/** Several chats are several documents; as JSON they are one file however many they are. */
function isInArchive({ scope, format }: Pick<ExportRequest, "scope" | "format">): boolean {
  return format !== "json" && (scope.kind === "all" || scope.chatIds.length > 1);
}

function lostFolder(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (error instanceof AppError || !GONE.has(String(code))) return error;
  const message = `${folder} went away while chats were written there. No half file is left. Export them again.`;
  return new AppError("EXPORT_LOST", message, { path: folder }, { cause: error });
}
