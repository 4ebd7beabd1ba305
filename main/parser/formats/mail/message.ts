import type { Piece } from "../reader.ts";

/** A message of whatever program, as it is read. */
export interface Message {
  readonly subject: string | null;
  /** As people write addresses: "Anna Weber <anna@example.org>". */
  readonly from: string | null;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** ISO 8601; null where it says none that can be read. */
  readonly date: string | null;
  readonly html: string | null;
  readonly text: string | null;
  /** Rich text that it has instead of both, read; null: it has none. */
  readonly pieces: readonly Piece[] | null;
  /** What of it could not be read, as people are told. */
  readonly leftOut: readonly string[];
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly name: string;
  /** null: it could not be taken out. */
  readonly content: Uint8Array | null;
}

/** Said of a message whose text is encrypted, or signed in a way that hides it. */
export const SEALED =
  "the message's text, which is encrypted or sealed; save it from the mail program without that, and add what it saves";
