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
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly name: string;
  /** null: it could not be taken out. */
  readonly content: Uint8Array | null;
}
