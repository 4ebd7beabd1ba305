import PostalMime, { type Address, type Attachment } from "postal-mime";
import type { MailAttachment, Message } from "./message.ts";

/** Parts in one another: more were made to harm. */
const MOST_NESTED = 64;

/** A message as it is sent (RFC 5322, MIME). Rejects for what only pretends to be one. */
export async function parseEml(bytes: Uint8Array): Promise<Message> {
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
    attachments: mail.attachments.filter(isForReaders).map(toAttachment),
  };
}

/** Pictures within a text are a part of its look, and signatures are for programs. */
function isForReaders({ related, mimeType }: Attachment): boolean {
  return related !== true && !/^application\/(pgp-signature|pkcs7-signature|x-pkcs7-signature|ms-tnef)$/.test(mimeType);
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
