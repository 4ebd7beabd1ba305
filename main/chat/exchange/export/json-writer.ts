import type { FileHandle } from "node:fs/promises";
import { SAVED_FORMAT, SAVED_VERSION } from "../../saved/contract.ts";
import type { ChatWriter } from "./writer.ts";

/** One object with all chats, a message a line: as large as they are, and never in memory as a whole. */
export async function createJsonWriter(file: FileHandle, exportedAt: number): Promise<ChatWriter> {
  const head = { format: SAVED_FORMAT, version: SAVED_VERSION, exportedAt };
  await file.writeFile(`${JSON.stringify(head).slice(0, -1)},"chats":[`);
  let chats = 0;
  let messages = 0;
  return {
    async begin(chat) {
      const before = chats === 0 ? "\n" : ",\n";
      chats += 1;
      messages = 0;
      await file.writeFile(`${before}${JSON.stringify(chat).slice(0, -1)},"messages":[`);
    },
    async add(more) {
      const lines = more.map((message, at) => `${messages + at === 0 ? "\n" : ",\n"}${JSON.stringify(message)}`);
      messages += more.length;
      await file.writeFile(lines.join(""));
    },
    endChat: () => file.writeFile("]}"),
    end: () => file.writeFile("\n]}\n"),
  };
}
