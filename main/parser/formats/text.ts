import type { ParseEvent } from "../contract.ts";
import { readText } from "../decode-text.ts";
import { flowed } from "./flow.ts";
import type { Piece, Source } from "./reader.ts";

/** Plain text. */
export async function* readPlainText(source: Source): AsyncGenerator<ParseEvent> {
  yield* flowed(source, textPieces(await readText(source)), null);
}

/** Paragraphs are parted by empty lines, or, where there are none, by line ends. */
export function textPieces(from: string): Piece[] {
  const text = from.replace(/\r\n?/g, "\n");
  const parts = /\n[ \t]*\n/.test(text) ? text.split(/\n[ \t]*\n+/) : text.split("\n");
  return parts.map((part) => ({ kind: "paragraph", text: part.replace(/[ \t]*\n[ \t]*/g, " ") }));
}
