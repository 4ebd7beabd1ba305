import { open } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { ExportFormat } from "../contract.ts";
import type { SavedChat, SavedMessage } from "../../saved/contract.ts";
import { createArchiveWriter, createDocumentWriter, type Render } from "./document-writer.ts";
import { createJsonWriter } from "./json-writer.ts";
import { chatAsMarkdown } from "./markdown.ts";
import type { ChatWriter } from "./writer.ts";

/** What a thread is started with. */
export interface ExportTask {
  /** Of the unfinished file. */
  readonly path: string;
  readonly format: ExportFormat;
  readonly withThoughts: boolean;
  /** Several documents in an archive; else the file is the one document. */
  readonly isArchive: boolean;
  readonly exportedAt: number;
}

/** What it is told, one after the other: each is answered by "taken" when it is dealt with. */
export type ExportOrder =
  | { type: "begin"; chat: SavedChat }
  | { type: "messages"; messages: SavedMessage[] }
  | { type: "end-chat" }
  /** All is written and on the disk when this is taken. */
  | { type: "end" };

export type ExportAnswer = { type: "taken" } | { type: "failed"; message: string; code: string };

if (!parentPort) throw new Error("this module runs in a thread of the export");
const port = parentPort;
const task = workerData as ExportTask;

/** Of each format that is one document a chat: the end of its name, and what makes it. */
const DOCUMENTS: Readonly<Partial<Record<ExportFormat, { ending: string; render: Render }>>> = {
  markdown: { ending: ".md", render: (chat) => Promise.resolve(chatAsMarkdown(chat)) },
};

const file = await open(task.path, "w", 0o600);
const writer = await createWriter();

function createWriter(): Promise<ChatWriter> | ChatWriter {
  const document = DOCUMENTS[task.format];
  if (document === undefined) return createJsonWriter(file, task.exportedAt);
  const options = { withThoughts: task.withThoughts, render: document.render };
  return task.isArchive ? createArchiveWriter(file, document.ending, options) : createDocumentWriter(file, options);
}

async function take(order: ExportOrder): Promise<void> {
  if (order.type === "begin") return writer.begin(order.chat);
  if (order.type === "messages") return writer.add(order.messages);
  if (order.type === "end-chat") return writer.endChat();
  await writer.end();
  await file.sync();
  await file.close();
}

port.on("message", (order: ExportOrder) => {
  take(order).then(
    () => port.postMessage({ type: "taken" } satisfies ExportAnswer),
    (error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
      port.postMessage({ type: "failed", message, code } satisfies ExportAnswer);
    },
  );
});
port.postMessage({ type: "taken" } satisfies ExportAnswer);
