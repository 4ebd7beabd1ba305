import type { ParseEvent } from "../../contract.ts";
import { decodeText, readWhole } from "../../decode-text.ts";
import { readHtmlText, xmlEncoding } from "../../markup.ts";
import { flowed } from "../flow.ts";
import type { Source } from "../reader.ts";
import { htmlText } from "./pieces.ts";

/** So much of a page is looked through for what it says of its own letters, as browsers do. */
const HEAD_BYTES = 1_024;

/** A page of the web that was saved. */
export async function* readHtml(source: Source): AsyncGenerator<ParseEvent> {
  const html = decodeHtml(await readWhole(source));
  const { pieces, title } = htmlText(html);
  const { author, date } = metaOf(html);
  yield* flowed(source, pieces, { title, author, date });
}

/** By its byte order mark, as UTF-8, or as its head or its XML declaration says. */
export function decodeHtml(bytes: Buffer): string {
  const head = bytes.subarray(0, HEAD_BYTES).toString("latin1");
  const named = /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1] ?? xmlEncoding(head);
  return decodeText(bytes, named);
}

function metaOf(html: string): { author: string | null; date: string | null } {
  const facts = new Map<string, string>();
  const end = html.search(/<\/head\b|<body\b/i);
  readHtmlText(end < 0 ? "" : html.slice(0, end), {
    open: (name, attributes) => {
      const key = (attributes["name"] ?? attributes["property"] ?? "").toLowerCase();
      if (name === "meta" && key !== "" && !facts.has(key)) facts.set(key, attributes["content"] ?? "");
    },
  });
  const date = facts.get("article:published_time") ?? facts.get("dcterms.created") ?? facts.get("date") ?? "";
  return {
    author: facts.get("author")?.trim() || null,
    date: /^\d{4}-\d\d-\d\d/.exec(date)?.[0] ?? null,
  };
}
