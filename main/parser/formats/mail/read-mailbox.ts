import { chunksOf } from "../../bytes.ts";
import type { ParseEvent } from "../../contract.ts";
import { type Source, unreadable } from "../reader.ts";
import { parseEml } from "./eml.ts";
import { messagePages, type ReadInner } from "./message-pages.ts";

/** A larger message is passed over: it would be held in memory several times. */
const MOST_MESSAGE_BYTES = 64e6;
const LINE_END = 0x0a;
/** "From somebody@example.org Mon May  6 10:30:00 2024", perhaps with a zone. */
const BEGINS = /^From \S+ .*\b\d{4}\b/;
const MOST_BEGINNING = 200;

/** Many messages one after the other (mbox), read piece by piece: such files have gigabytes. */
export async function* readMailbox(source: Source, readInner: ReadInner): AsyncGenerator<ParseEvent> {
  yield { type: "facts", facts: { kind: "mailbox", title: null, author: null, date: null, pages: null } };
  let number = 0;
  let damaged = 0;
  let tooLarge = 0;
  for await (const bytes of messagesIn(source)) {
    if (bytes === null) {
      tooLarge += 1;
      continue;
    }
    const message = await parseEml(bytes).catch(() => null);
    if (message === null) {
      damaged += 1;
      continue;
    }
    const label = message.subject ?? `Message ${String(number + 1)}`;
    for await (const event of messagePages(source, message, { number: number + 1, label }, readInner)) {
      if (event.type === "page") number = event.page.number;
      yield event;
    }
  }
  if (number === 0) throw unreadable(source, "there are no messages in it");
  if (damaged > 0) yield { type: "left-out", what: `damaged messages: ${String(damaged)}` };
  if (tooLarge > 0) yield { type: "left-out", what: `messages of more than 64 MB: ${String(tooLarge)}` };
}

/** Each begins with a line "From …", which stands at the beginning or after an empty line; null: too large to be read. */
async function* messagesIn({ bytes }: Source): AsyncGenerator<Buffer | null> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isTooLarge = false;
  let rest: Buffer = Buffer.alloc(0);
  let afterEmpty = true;
  let hasBegun = false;

  const take = (): Buffer | null | undefined => {
    const message = !hasBegun ? undefined : isTooLarge ? null : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    isTooLarge = false;
    return message;
  };
  const add = (line: Buffer): void => {
    heldBytes += line.length;
    if (heldBytes > MOST_MESSAGE_BYTES) {
      isTooLarge = true;
      held = [];
    } else if (!isTooLarge) held.push(unquoted(line));
  };

  for await (const chunk of chunksOf(bytes)) {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = all.indexOf(LINE_END); end >= 0; end = all.indexOf(LINE_END, from)) {
      const line = all.subarray(from, end + 1);
      from = end + 1;
      if (afterEmpty && BEGINS.test(line.subarray(0, MOST_BEGINNING).toString("latin1"))) {
        const message = take();
        if (message !== undefined) yield message;
        hasBegun = true;
      } else if (hasBegun) add(line);
      afterEmpty = line.length <= 2 && line.toString("latin1").trim() === "";
    }
    rest = all.subarray(from);
    // A line without an end, longer than any message: not kept.
    if (rest.length > MOST_MESSAGE_BYTES) {
      add(rest);
      rest = Buffer.alloc(0);
    }
  }
  if (hasBegun && rest.length > 0) add(rest);
  const last = take();
  if (last !== undefined) yield last;
}

/** A line ">From" was "From" before the mailbox needed that for itself. */
function unquoted(line: Buffer): Buffer {
  return /^>+From /.test(line.subarray(0, 16).toString("latin1")) ? line.subarray(1) : line;
}
