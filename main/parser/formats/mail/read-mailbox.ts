import type { ParseEvent } from "../../contract.ts";
import { type Source, unreadable } from "../reader.ts";
import { parseEml } from "./eml.ts";
import { MessageTooLarge } from "./message-size.ts";
import { messagePages, type ReadInner } from "./message-pages.ts";
import { messagesIn } from "./messages-in.ts";

/** Many messages one after the other (mbox), read piece by piece: such files have gigabytes. */
export async function* readMailbox(source: Source, readInner: ReadInner): AsyncGenerator<ParseEvent> {
  yield { type: "facts", facts: { kind: "mailbox", title: null, author: null, date: null, pages: null } };
  let number = 0;
  let damaged = 0;
  let tooLarge = 0;
  for await (const bytes of messagesIn(source.bytes)) {
    if (bytes === null) {
      tooLarge += 1;
      continue;
    }
    const message = await parseEml(bytes).catch((error: unknown) => {
      if (error instanceof MessageTooLarge) tooLarge += 1;
      else damaged += 1;
      return null;
    });
    if (message === null) continue;
    const label = message.subject ?? `Message ${String(number + 1)}`;
    for await (const event of messagePages(source, message, { number: number + 1, label }, readInner)) {
      if (event.type === "page") number = event.page.number;
      yield event;
    }
  }
  if (number === 0) {
    const isEmpty = damaged + tooLarge === 0;
    throw unreadable(source, isEmpty ? "there are no messages in it" : "its messages are damaged or too large");
  }
  if (damaged > 0) yield { type: "left-out", what: `damaged messages: ${String(damaged)}` };
  if (tooLarge > 0) yield { type: "left-out", what: `messages that are too large: ${String(tooLarge)}` };
}
