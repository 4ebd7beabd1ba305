import msgReader, { type FieldsData } from "@kenjiuno/msgreader";
import { decompressRTF } from "@kenjiuno/decompressrtf";
import { deEncapsulateSync } from "rtf-stream-parser";
import { decodeText, decoderOf } from "../../decode-text.ts";
import type { MailAttachment, Message } from "./message.ts";

/** The package is CommonJS: what it calls its default is one level down where Node imports it, and not where tests do. */
const MsgReader: typeof msgReader.default = "default" in msgReader ? msgReader.default : (msgReader as never);

/** A message as Outlook saves it ([MS-OXMSG]). Throws for a damaged one. */
export function parseMsg(bytes: Buffer): Message {
  const copy = new Uint8Array(bytes);
  const reader = new MsgReader(copy.buffer);
  const fields = reader.getFileData();
  const recipients = (type: string) =>
    (fields.recipients ?? []).filter(({ recipType }) => (recipType ?? "to") === type).map(personText);
  const { html, text } = bodyOf(fields);
  const date = Date.parse(fields.messageDeliveryTime ?? fields.clientSubmitTime ?? "");
  return {
    subject: fields.subject?.trim() || null,
    from: addressText(fields.senderName, fields.senderSmtpAddress ?? fields.senderEmail) || null,
    to: recipients("to"),
    cc: recipients("cc"),
    date: Number.isNaN(date) ? null : new Date(date).toISOString(),
    html,
    text,
    attachments: (fields.attachments ?? []).filter(isForReaders).map((attachment) => taken(reader, attachment)),
  };
}

function bodyOf(fields: FieldsData): { html: string | null; text: string | null } {
  const text = fields.body ?? null;
  if (fields.bodyHtml !== undefined) return { html: fields.bodyHtml, text };
  if (fields.html !== undefined) return { html: decodeText(fields.html), text };
  if (text !== null || fields.compressedRtf === undefined) return { html: null, text };
  try {
    const rtf = Buffer.from(decompressRTF([...fields.compressedRtf]));
    const found = deEncapsulateSync(rtf, { decode: (bytes, encoding) => decoderOf(encoding).decode(bytes) });
    const words = found.text.toString();
    return found.mode === "html" ? { html: words, text } : { html: null, text: words };
  } catch {
    return { html: null, text };
  }
}

/** Pictures within the text are a part of its look. */
function isForReaders({ attachmentHidden }: FieldsData): boolean {
  return attachmentHidden !== true;
}

function taken(reader: InstanceType<typeof MsgReader>, attachment: FieldsData): MailAttachment {
  const ending = attachment.innerMsgContent === true ? ".msg" : "";
  const name = attachment.fileName ?? attachment.fileNameShort ?? `${attachment.name ?? "attachment"}${ending}`;
  try {
    return { name, content: new Uint8Array(reader.getAttachment(attachment).content) };
  } catch {
    return { name, content: null };
  }
}

function personText({ name, smtpAddress, email }: FieldsData): string {
  return addressText(name, smtpAddress ?? email);
}

/** Addresses within one company have a form that nobody reads ("/O=…"). */
function addressText(name: string | undefined, address: string | undefined): string {
  const readable = address?.includes("@") === true ? address : "";
  if (name === undefined || name === "" || name === readable) return readable || (name ?? "");
  return readable === "" ? name : `${name} <${readable}>`;
}
