import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import { refuseTooLarge } from "./message-size.ts";
import { type MailAttachment, type Message, SEALED } from "./message.ts";

/** Parts in one another: more were made to harm. */
const MOST_NESTED = 64;

/** A message as it is sent (RFC 5322, MIME). Rejects for what only pretends to be one, and with MessageTooLarge. */
export async function parseEml(bytes: Buffer): Promise<Message> {
  refuseTooLarge(bytes);
  const mail = await PostalMime.parse(bytes, {
    // Read as attachments, each with its own head: what is in them must not look like this message's text.
    forceRfc822Attachments: true,
    maxNestingDepth: MOST_NESTED,
  });
  const iso = Date.parse(mail.date ?? "");
  return {
    subject: mail.subject?.trim() || null,
    from: mail.from === undefined ? null : addressText(mail.from),
    to: (mail.to ?? []).map(addressText),
    cc: (mail.cc ?? []).map(addressText),
    date: Number.isNaN(iso) ? null : new Date(iso).toISOString(),
    html: mail.html ?? null,
    text: mail.text ?? null,
    pieces: null,
    leftOut: isSealed(mail) ? [SEALED] : [],
    attachments: mail.attachments.filter(isForReaders).map(toAttachment),
  };
}

const SEALS = /^application\/((x-)?pkcs7-mime|pgp-encrypted)$/;

/** S/MIME and PGP, whose text is within an attachment that only the person's mail program opens. */
function isSealed({ attachments, text }: Email): boolean {
  return attachments.some(({ mimeType }) => SEALS.test(mimeType)) || /^\s*-----BEGIN PGP MESSAGE-----/.test(text ?? "");
}

/** Pictures within a text are a part of its look, signatures are for programs, and what is sealed is said. */
function isForReaders({ related, mimeType }: Attachment): boolean {
  const isLook = related === true && mimeType.startsWith("image/");
  return !isLook && !SEALS.test(mimeType) && !/^application\/(pgp-signature|(x-)?pkcs7-signature)$/.test(mimeType);
}

function toAttachment({ filename, mimeType, content }: Attachment, index: number): MailAttachment {
  const ending = mimeType === "message/rfc822" ? ".eml" : mimeType === "text/calendar" ? ".ics" : "";
  const name = filename?.trim() || `attachment ${String(index + 1)}${ending}`;
  return { name, content: typeof content === "string" ? Buffer.from(content) : new Uint8Array(content) };
}

function addressText(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(addressText).join(", ")}`;
  if (address.name === "" || address.name === address.address) return address.address;
  return address.address === "" ? address.name : `${address.name} <${address.address}>`;
}
