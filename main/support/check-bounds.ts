import type { Compared } from "./compared.ts";
import type { Finding } from "./contract.ts";
import type { Token } from "./tokens.ts";

type Direction = "up" | "down";

const UP =
  /(?:at least|minimum(?: of)?|(?:no|not) (?:less|fewer|earlier) than|more than|greater than|higher than|over|above|exceed(?:s|ed|ing)?|mindestens|mehr als|über)$/;
const DOWN =
  /(?:at most|maximum(?: of)?|up to|(?:no|not) (?:more|later|greater) than|(?:not|never) exceed(?:ing)?|less than|fewer than|lower than|under|below|höchstens|maximal|weniger als|bis zu|unter)$/;
const UP_AFTER = /^(?:or (?:more|above|over|older|longer|greater|higher)|oder mehr)\b/;
const DOWN_AFTER = /^(?:or (?:less|fewer|under|below|younger|lower)|oder weniger)\b/;

interface Bound {
  readonly direction: Direction;
  readonly text: string;
}

/** "at least 12 mg" is neither "12 mg" nor "at most 12 mg". */
export function checkBounds({ said, source, pairs }: Compared): Finding[] {
  return said.flatMap((token, at): Finding[] => {
    const pair = pairs[at] ?? null;
    if (token.kind === "word" || pair?.isSame !== true) return [];
    const one = boundOf(said, at);
    const other = boundOf(source, pair.source);
    if (one?.direction === other?.direction) return [];
    const text = one === null ? token.text : `${one.text} ${token.text}`;
    const found = source[pair.source]?.text ?? "";
    return [{ kind: "comparison", text, instead: other === null ? found : `${other.text} ${found}` }];
  });
}

const AROUND = 4;

function boundOf(tokens: readonly Token[], at: number): Bound | null {
  const { sentence } = tokens[at] ?? {};
  const words = (from: number, to: number) =>
    tokens
      .slice(Math.max(0, from), to)
      .filter((token) => token.sentence === sentence)
      .map(({ text }) => text.toLowerCase())
      .join(" ");
  const before = words(at - AROUND, at).replace(/ (?:an?|the|about|approximately)$/, "");
  const after = words(at + 1, at + 1 + AROUND);
  const down = (DOWN.exec(before) ?? DOWN_AFTER.exec(after))?.[0] ?? "";
  const up = (UP.exec(before) ?? UP_AFTER.exec(after))?.[0] ?? "";
  // "not less than" holds "less than": the longer one is meant.
  if (down.length > up.length) return { direction: "down", text: down };
  return up === "" ? null : { direction: "up", text: up };
}
