import { entriesOf } from "./json-entry.ts";
import { DataProblem, invalidData } from "./problem.ts";
import { breaksIn, type Reading, readText, type TextFile } from "./read-text.ts";
import type { Found } from "./source.ts";

/** One example is never as long; a file without line breaks would else be held in memory whole. */
const LONGEST = 64 * 2 ** 20;

/**
 * JSON of examples: a line for each, or one list of them. Both are read piece by piece. Throws DATA_INVALID with the line of the first
 * that is broken or says nothing that can be learnt from.
 */
export async function* readJson(file: TextFile, reading: Reading): AsyncGenerator<Found[], void, void> {
  let pieces: Pieces | null = null;
  for await (const text of readText(file, reading)) {
    pieces ??= text.trimStart() === "" ? null : text.trimStart().startsWith("[") ? listPieces() : linePieces();
    yield found(file, pieces?.push(text) ?? []);
    if ((pieces?.waiting ?? 0) > LONGEST) throw invalidData(file.name, pieces?.line ?? null, "it is longer than 64 MB");
  }
  if (pieces === null) return;
  yield found(file, pieces.finish());
  if (pieces.problem !== null) throw invalidData(file.name, pieces.line, pieces.problem);
}

function found(file: TextFile, pieces: readonly Piece[]): Found[] {
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

interface Piece {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

interface Pieces {
  push(text: string): Piece[];
  finish(): Piece[];
  /** Where the reader is. */
  readonly line: number;
  /** Characters that are held until their piece is whole. */
  readonly waiting: number;
  /** Known after `finish`; null: all is well. */
  readonly problem: string | null;
}

function linePieces(): Pieces {
  let rest = "";
  let line = 1;
  const piece = (text: string): Piece[] => (text.trim() === "" ? [] : [{ text, line }]);
  return {
    push(text) {
      const [first = "", ...others] = text.split("\n");
      rest += first;
      const whole: Piece[] = [];
      for (const next of others) {
        whole.push(...piece(rest));
        line += 1;
        rest = next;
      }
      return whole;
    },
    finish: () => piece(rest),
    get line() {
      return line;
    },
    get waiting() {
      return rest.length;
    },
    problem: null,
  };
}

/** Finds where the items of one list begin and end, by their brackets; what stands in them is JSON.parse's business. */
function listPieces(): Pieces {
  const SIGNS = /["\\[\]{},]/g;
  let rest = "";
  let restLine = 1;
  let line = 1;
  let depth = 0;
  let isInText = false;
  let skips = false;
  let problem: string | null = null;
  let hasEnded = false;

  return {
    push(text) {
      const whole: Piece[] = [];
      const held = rest.length;
      const all = rest + text;
      let begin = 0;
      const take = (end: number): void => {
        const item = all.slice(begin, end);
        restLine += breaksIn(item.slice(0, item.length - item.trimStart().length));
        if (item.trim() !== "") whole.push({ text: item.trim(), line: restLine });
        restLine += breaksIn(item.trimStart());
        begin = end + 1;
      };
      // An escape at the very end of the last piece concerns this one's first character.
      let from = held + (skips ? 1 : 0);
      skips = false;
      for (SIGNS.lastIndex = from; ;) {
        const match = SIGNS.exec(all);
        if (match === null) break;
        from = match.index;
        const sign = match[0];
        if (isInText) {
          if (sign === '"') isInText = false;
          else if (sign === "\\") {
            if (from + 1 >= all.length) skips = true;
            SIGNS.lastIndex = from + 2;
          }
        } else if (sign === '"') isInText = true;
        else if (sign === "[" || sign === "{") {
          depth += 1;
          if (depth === 1) {
            restLine += breaksIn(all.slice(begin, from));
            begin = from + 1;
          }
        } else if (sign === "]" || sign === "}") {
          depth -= 1;
          if (depth === 0) {
            take(from);
            hasEnded = true;
          }
        } else if (sign === "," && depth === 1) take(from);
      }
      rest = all.slice(begin);
      line += breaksIn(text);
      return whole;
    },
    finish() {
      if (!hasEnded) problem = "its list is not closed";
      else if (rest.trim() !== "") problem = "something stands behind its list";
      return [];
    },
    get line() {
      return line;
    },
    get waiting() {
      return rest.length;
    },
    get problem() {
      return problem;
    },
  };
}
