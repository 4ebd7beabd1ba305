import { breaksIn } from "./read-text.ts";

/** The text of one value, not parsed yet. */
export interface JsonPiece {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** Cuts a file into its values, fed piece by piece. */
export interface JsonPieces {
  push(text: string): JsonPiece[];
  finish(): JsonPiece[];
  /** Where the reader is. */
  readonly line: number;
  /** Characters that are held until their piece is whole. */
  readonly waiting: number;
  /** Known after `finish`; null: all is well. */
  readonly problem: string | null;
}

/** A value on each line; empty lines are none. */
export function linePieces(): JsonPieces {
  let rest = "";
  let line = 1;
  const piece = (text: string): JsonPiece[] => (text.trim() === "" ? [] : [{ text, line }]);
  return {
    push(text) {
      const [first = "", ...others] = text.split("\n");
      rest += first;
      const whole: JsonPiece[] = [];
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
export function listPieces(): JsonPieces {
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
      // Says nothing of an escape before it.
      if (text === "") return [];
      const whole: JsonPiece[] = [];
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
