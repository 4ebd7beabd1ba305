import type { Page, ParseEvent } from "../contract.ts";
import { bytesOf } from "../bytes.ts";
import type { Reader, Source } from "../formats/reader.ts";

/** A file of a test, as readers get it. */
export function sourceOf(content: Uint8Array | string, more: Partial<Source> = {}): Source {
  const bytes = bytesOf(typeof content === "string" ? Buffer.from(content) : content);
  const none = { fromPage: 1, password: null, recognise: null, languagesFolder: "" };
  return { bytes, name: "a file", kind: "text", ...none, ...more };
}

export interface ReadFile {
  readonly events: readonly ParseEvent[];
  readonly pages: readonly Page[];
  readonly leftOut: readonly string[];
}

/** All that a reader tells of a file. */
export async function readAll(reader: Reader, source: Source): Promise<ReadFile> {
  const events: ParseEvent[] = [];
  for await (const event of reader(source)) events.push(event);
  return {
    events,
    pages: events.flatMap((event) => (event.type === "page" ? [event.page] : [])),
    leftOut: events.flatMap((event) => (event.type === "left-out" ? [event.what] : [])),
  };
}

/** The blocks of a page as they read. */
export function blocksIn({ text, blocks }: Page): [kind: string, text: string][] {
  return blocks.map(({ kind, level, start, end }) => [
    kind === "heading" ? `h${String(level)}` : kind,
    text.slice(start, end),
  ]);
}
