import { type Bytes, chunksOf } from "../../bytes.ts";

/** A larger message is passed over: it would be held in memory several times. */
const MOST_MESSAGE_BYTES = 64e6;
const LINE_END = 0x0a;
/** "From somebody@example.org Mon May  6 10:30:00 2024", perhaps with a zone. */
const BEGINS = /^From \S+ .*\b\d{4}\b/;
const MOST_BEGINNING = 200;
/** More of a line is not waited for: it is taken as it comes. */
const LONGEST_LINE = 4_096;

/** Messages of a mailbox. Each begins with a line "From …", at the file's beginning or after an empty line; null: too large to be read. */
export async function* messagesIn(bytes: Bytes): AsyncGenerator<Buffer | null> {
  const held = createHeld();
  let rest: Buffer = Buffer.alloc(0);
  let afterEmpty = true;
  let hasBegun = false;
  /** What comes is the rest of a line whose beginning was taken already. */
  let isWithin = false;

  for await (const chunk of chunksOf(bytes)) {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = all.indexOf(LINE_END); end >= 0; end = all.indexOf(LINE_END, from)) {
      const line = all.subarray(from, end + 1);
      from = end + 1;
      if (isWithin) held.add(line);
      else if (afterEmpty && BEGINS.test(line.subarray(0, MOST_BEGINNING).toString("latin1"))) {
        if (hasBegun) yield held.take();
        hasBegun = true;
      } else if (hasBegun) held.add(unquoted(line));
      afterEmpty = !isWithin && line.length <= 2 && line.toString("latin1").trim() === "";
      isWithin = false;
    }
    rest = all.subarray(from);
    if (rest.length > LONGEST_LINE && hasBegun) {
      held.add(isWithin ? rest : unquoted(rest));
      isWithin = true;
    }
    if (rest.length > LONGEST_LINE) rest = Buffer.alloc(0);
  }
  if (!hasBegun) return;
  held.add(isWithin ? rest : unquoted(rest));
  yield held.take();
}

/** A line ">From" was "From" before the mailbox needed that for itself. */
function unquoted(line: Buffer): Buffer {
  return /^>+From /.test(line.subarray(0, 16).toString("latin1")) ? line.subarray(1) : line;
}

const BLOCK_BYTES = 1 << 18;

/** Collects a message in blocks: a buffer for each line would take many times the lines' own memory. */
function createHeld(): { add: (line: Buffer) => void; take: () => Buffer | null } {
  let full: Buffer[] = [];
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let filled = 0;
  let total = 0;
  return {
    add(line) {
      total += line.length;
      if (total > MOST_MESSAGE_BYTES) {
        full = [];
        return;
      }
      for (let at = 0; at < line.length;) {
        const copied = line.copy(block, filled, at);
        at += copied;
        filled += copied;
        if (filled < BLOCK_BYTES) continue;
        full.push(block);
        block = Buffer.allocUnsafe(BLOCK_BYTES);
        filled = 0;
      }
    },
    take() {
      const message = total > MOST_MESSAGE_BYTES ? null : Buffer.concat([...full, block.subarray(0, filled)]);
      full = [];
      filled = 0;
      total = 0;
      return message;
    },
  };
}
