import { Readable } from "node:stream";
import { Tokenize } from "rtf-stream-parser";
import { chunksOf } from "../../bytes.ts";
import type { ParseEvent } from "../../contract.ts";
import { flowed } from "../flow.ts";
import { type Source, unreadable } from "../reader.ts";
import { createRtfBody, type RtfToken } from "./body.ts";

/** Rich text, as old word processors and many programs of courts and hospitals write it. */
export async function* readRtf(source: Source): AsyncGenerator<ParseEvent> {
  const body = createRtfBody();
  const tokens = Readable.from(chunksOf(source.bytes)).pipe(new Tokenize());
  try {
    for await (const token of tokens) body.take(token as RtfToken);
  } catch (error) {
    // What came before is text all the same; without any, it is no document.
    if (body.end().pieces.length === 0) throw unreadable(source, "the rich text is damaged", error);
    yield* flowed(source, body.end().pieces, body.end().about);
    yield { type: "left-out", what: "what comes after a damaged place" };
    return;
  }
  const { pieces, about } = body.end();
  yield* flowed(source, pieces, about);
}
