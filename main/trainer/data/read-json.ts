import { entriesOf } from "./json-entry.ts";
import { DataProblem, invalidData } from "./problem.ts";
import { type JsonPiece, type JsonPieces, linePieces, listPieces } from "./json-pieces.ts";
import { type Reading, readText, type TextFile } from "./read-text.ts";
import type { Found } from "./source.ts";

/** One example is never as long; a file without line breaks would else be held in memory whole. */
const LONGEST = 64 * 2 ** 20;

/**
 * JSON of examples: a line for each, or one list of them. Both are read piece by piece. Throws DATA_INVALID with the line of the first
 * that is broken or says nothing that can be learnt from.
 */
export async function* readJson(file: TextFile, reading: Reading): AsyncGenerator<Found[], void, void> {
  let pieces: JsonPieces | null = null;
  for await (const text of readText(file, reading)) {
    pieces ??= text.trimStart() === "" ? null : text.trimStart().startsWith("[") ? listPieces() : linePieces();
    yield found(file, pieces?.push(text) ?? []);
    if ((pieces?.waiting ?? 0) > LONGEST) throw invalidData(file.name, pieces?.line ?? null, "it is longer than 64 MB");
  }
  if (pieces === null) return;
  yield found(file, pieces.finish());
  if (pieces.problem !== null) throw invalidData(file.name, pieces.line, pieces.problem);
}

function found(file: TextFile, pieces: readonly JsonPiece[]): Found[] {
  return pieces.flatMap(({ text, line }) => {
    try {
      return entriesOf(parsed(text)).map((entry) => ({ entry, line }));
    } catch (error) {
      if (error instanceof DataProblem) throw invalidData(file.name, line, error.message, error);
      throw error;
    }
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new DataProblem(`it is no JSON: ${said}`, { cause: error });
  }
}
