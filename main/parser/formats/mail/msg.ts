import msgReader, { type FieldsData } from "@kenjiuno/msgreader";
import { decompressRTF } from "@kenjiuno/decompressrtf";
import { deEncapsulateSync } from "rtf-stream-parser";
import { bytesOf } from "../../bytes.ts";
import { decodeText, decoderOf } from "../../decode-text.ts";
import { readRtfText } from "../rtf/read-rtf.ts";
import { checkCompound } from "./check-compound.ts";
import { type MailAttachment, type Message, SEALED } from "./message.ts";

/** The package is CommonJS: what it calls its default is one level down where Node imports it, and not where tests do. */
const MsgReader: typeof msgReader.default = "default" in msgReader ? msgReader.default : (msgReader as never);

/** A message as Outlook saves it ([MS-OXMSG]). Throws for a damaged one. */
export async function parseMsg(bytes: Buffer): Promise<Message> {
  checkCompound(bytes);
  const copy = new Uint8Array(bytes);
  const reader = new MsgReader(copy.buffer);
  const fields = reader.getFileData();
  const recipients = (type: string) =>
    (fields.recipients ?? []).filter(({ recipType }) => (recipType ?? "to") === type).map(personText);
  const body = await bodyOf(fields);
  const isSealed = /^IPM\.Note\.SMIME$/i.test(fields.messageClass ?? "");
  const date = Date.parse(fields.messageDeliveryTime ?? fields.clientSubmitTime ?? "");
  return {
    subject: fields.subject?.trim() || null,
    from: addressText(fields.senderName, fields.senderSmtpAddress ?? fields.senderEmail) || null,
    to: recipients("to"),
    cc: recipients("cc"),
    date: Number.isNaN(date) ? null : new Date(date).toISOString(),
    ...body,
    leftOut: isSealed ? [...body.leftOut, SEALED] : body.leftOut,
    attachments: isSealed
      ? []
      : (fields.attachments ?? []).filter(isForReaders).map((attachment) => taken(reader, attachment)),
  };
}

type Body = Pick<Message, "html" | "text" | "pieces" | "leftOut">;

async function bodyOf(fields: FieldsData): Promise<Body> {
  const text = fields.body ?? null;
  const none = { html: null, text, pieces: null, leftOut: [] };
  if (fields.bodyHtml !== undefined) return { ...none, html: fields.bodyHtml };
  if (fields.html !== undefined) return { ...none, html: decodeText(fields.html) };
  if (text !== null || fields.compressedRtf === undefined) return none;
  try {
    return { ...none, ...(await richBody(unpackRtf(Buffer.from(fields.compressedRtf)))) };
  } catch {
    return { ...none, leftOut: ["the message's text, which is damaged"] };
  }
}

/** HTML or plain text that Outlook wrapped in rich text, else the rich text itself. */
async function richBody(rtf: Buffer): Promise<Partial<Body>> {
  const isWrapped = /\\from(html|text)/.test(rtf.subarray(0, WRAPPED_WITHIN).toString("latin1"));
  if (!isWrapped) return { pieces: (await readRtfText({ bytes: bytesOf(rtf) })).pieces };
  const found = deEncapsulateSync(rtf, { decode: (bytes, encoding) => decoderOf(encoding).decode(bytes) });
  return found.mode === "html" ? { html: found.text.toString() } : { text: found.text.toString() };
}

/** Rich text says in its first words that it is wrapped around something else. */
const WRAPPED_WITHIN = 1_024;
/** Unpacked it has up to nine times as many. */
const MOST_PACKED_BYTES = 8e6;

/** [MS-OXRTFCP]. The package goes on for as long as the head says, whether there is anything or not. */
function unpackRtf(packed: Buffer): Buffer {
  if (packed.length > MOST_PACKED_BYTES) throw new Error("The rich text is too large");
  const says = packed.readUInt32LE(0) + 4;
  if (says > packed.length) throw new Error("The rich text is cut off");
  return Buffer.from(decompressRTF([...packed]));
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
