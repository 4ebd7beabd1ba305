import type { ParseEvent } from "../../contract.ts";
import { readWhole } from "../../decode-text.ts";
import { type Source, unreadable } from "../reader.ts";
import { parseEml } from "./eml.ts";
import type { Message } from "./message.ts";
import { messagePages, type ReadInner } from "./message-pages.ts";
import { MessageTooLarge } from "./message-size.ts";
import { parseMsg } from "./msg.ts";

const COMPOUND = Buffer.from("d0cf11e0", "hex");

/** One message, as it was sent or as Outlook saved it, with its attachments. */
export async function* readMail(source: Source, readInner: ReadInner): AsyncGenerator<ParseEvent> {
  const message = await parse(source, await readWhole(source));
  const { subject, from, date } = message;
  yield {
    type: "facts",
    facts: { kind: "mail", title: subject, author: from, date: date?.slice(0, 10) ?? null, pages: null },
  };
  yield* messagePages(source, message, { number: 1, label: null }, readInner);
}

async function parse(source: Source, bytes: Buffer): Promise<Message> {
  try {
    return await (bytes.subarray(0, 4).equals(COMPOUND) ? parseMsg(bytes) : parseEml(bytes));
  } catch (error) {
    throw unreadable(source, error instanceof MessageTooLarge ? error.message : "the message is damaged", error);
  }
}
