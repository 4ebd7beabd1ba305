/** postal-mime takes two kilobytes of memory for each line of text, and more for each part. */
const MOST_TEXT_LINES = 300_000;
const MOST_PARTS = 20_000;
/** Attachments are written in lines of 76 letters without a blank, which take next to nothing. */
const PACKED_LINE = 60;

const [LINE_END, BLANK, HYPHEN] = [0x0a, 0x20, 0x2d];

/** `message` goes on after "X cannot be read: …". */
export class MessageTooLarge extends Error {
  override readonly name = "MessageTooLarge";
}

/** Throws MessageTooLarge for a message that would fill the memory, before it is taken apart. */
export function refuseTooLarge(bytes: Buffer): void {
  let textLines = 0;
  let parts = 0;
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(LINE_END, from);
    const end = found < 0 ? bytes.length : found;
    if (end - from < PACKED_LINE || bytes.subarray(from, from + PACKED_LINE).includes(BLANK)) textLines += 1;
    if (bytes[from] === HYPHEN && bytes[from + 1] === HYPHEN) parts += 1;
    from = end + 1;
  }
  if (parts > MOST_PARTS) throw new MessageTooLarge("it has more than 20,000 parts");
  if (textLines > MOST_TEXT_LINES) throw new MessageTooLarge("its text has more than 300,000 lines");
}
