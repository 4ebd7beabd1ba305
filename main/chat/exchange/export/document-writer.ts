import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import { plainFileName } from "#main/lib/plain-file-name.ts";
import { words } from "#main/lib/words.ts";
import type { SavedChat, SavedMessage } from "../../saved/contract.ts";
import { readableChat, type ReadableChat } from "./readable.ts";
import type { ChatWriter } from "./writer.ts";

/** Makes one document of one chat. */
export type Render = (chat: ReadableChat) => Promise<string | Buffer>;

export interface DocumentOptions {
  readonly withThoughts: boolean;
  readonly render: Render;
}

/** Takes the documents as they are made. */
interface Sink {
  put(chat: SavedChat, document: string | Buffer): Promise<void>;
  end(): Promise<void>;
}

/** The one chat as the document that the file is. */
export function createDocumentWriter(file: FileHandle, options: DocumentOptions): ChatWriter {
  return writerInto({ put: (_, document) => file.writeFile(document), end: () => Promise.resolve() }, options);
}

/** Each chat as a document of its own in a ZIP archive; `ending` of their names, with its dot. */
export function createArchiveWriter(file: FileHandle, ending: string, options: DocumentOptions): ChatWriter {
  return writerInto(archiveIn(file, ending), options);
}

function writerInto(sink: Sink, { withThoughts, render }: DocumentOptions): ChatWriter {
  let chat: SavedChat | null = null;
  let messages: SavedMessage[] = [];
  return {
    begin(next) {
      chat = next;
      messages = [];
      return Promise.resolve();
    },
    add(more) {
      messages.push(...more);
      return Promise.resolve();
    },
    async endChat() {
      if (chat !== null) await sink.put(chat, await render(readableChat(chat, messages, { withThoughts })));
      chat = null;
      messages = [];
    },
    end: () => sink.end(),
  };
}

function archiveIn(file: FileHandle, ending: string): Sink {
  const zip = new ZipFile();
  const names = new Set<string>();
  // One piece after the other; what goes wrong is told to whoever puts or ends.
  const written = (async () => {
    for await (const piece of zip.outputStream) await file.writeFile(piece as Buffer);
  })();
  written.catch(() => undefined);

  return {
    async put(chat, document) {
      const bytes = Readable.from([Buffer.from(document)]);
      zip.addReadStream(bytes, nameFor(chat, names, ending), { mtime: new Date(chat.updatedAt) });
      // Packed and passed on: however many there are, one is in memory.
      await Promise.race([finished(bytes), written]);
    },
    async end() {
      zip.end();
      await written;
    },
  };
}

/** "2026-06-04 Title.md", and a number where that is taken. */
function nameFor(chat: SavedChat, names: Set<string>, ending: string): string {
  const day = new Date(chat.createdAt).toISOString().slice(0, 10);
  const title = plainFileName(chat.title, words("export.untitled"));
  for (let count = 1; ; count += 1) {
    const name = `${day}-${title}${count === 1 ? "" : `-${String(count)}`}${ending}`;
    // Some systems do not tell large letters from small ones.
    if (names.has(name.toLowerCase())) continue;
    names.add(name.toLowerCase());
    return name;
  }
}
