import { parse, tokenize } from "@huggingface/jinja";
import type { TemplateProblem } from "./contract.ts";

type Unreadable = Extract<TemplateProblem, { kind: "unreadable" }>;
type Token = ReturnType<typeof tokenize>[number];

/** As Template reads it. */
const READING = { lstrip_blocks: true, trim_blocks: true };
/** Letters read in all while the line is looked for; beyond them it is not named. */
const MOST_READ = 20_000_000;

/** Why Jinja cannot read a template, and in which line as far as it can be told; null where it can. `said` are the parser's words. */
export function templateFault(text: string): Unreadable | null {
  let tokens: Token[];
  try {
    tokens = tokenize(text, READING);
  } catch (error) {
    const said = messageOf(error);
    const why = /end of input|Missing end/.test(said) ? "open" : "form";
    return { kind: "unreadable", why, line: lineAfterReadable(text), said };
  }
  // The parser knows no places, but the token it looked at last is the one that it stumbled over.
  let last = 0;
  const watched = new Proxy(tokens, {
    get(held, key, receiver): unknown {
      if (typeof key === "string" && /^\d+$/.test(key)) last = Number(key);
      return Reflect.get(held, key, receiver);
    },
  });
  try {
    parse(watched);
    return null;
  } catch (error) {
    // Past the end it fails with a fault of its own, whose words say nothing.
    if (last >= tokens.length) return { kind: "unreadable", why: "unended", line: null, said: null };
    const said = messageOf(error);
    const why = said.startsWith("Unknown statement") ? "statement" : "form";
    return { kind: "unreadable", why, line: lineOf(text, tokens, last), said };
  }
}

/** The parser's message without its own name. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(Parser|Lexer|Runtime) ?Error: ?/i, "").slice(0, 400);
}

/** The line after the most lines that can be taken apart. */
function lineAfterReadable(text: string): number | null {
  const lines = text.split("\n");
  if (lines.length * text.length > MOST_READ) return null;
  for (let count = lines.length - 1; count > 0; count -= 1) {
    try {
      tokenize(lines.slice(0, count).join("\n"), READING);
      return count + 1;
    } catch {
      // One line fewer.
    }
  }
  return 1;
}

/** Follows the tokens through the text; null where they part, as after marks that are taken out before it is read. */
function lineOf(text: string, tokens: readonly Token[], index: number): number | null {
  let place = 0;
  for (const [at, { type, value }] of tokens.entries()) {
    const begin = type === "StringLiteral" ? text.slice(place).search(/["']/) + place : text.indexOf(value, place);
    if (begin < place || !/^[\s\-#{]*$/.test(text.slice(place, begin))) return null;
    if (at === index) return text.slice(0, begin).split("\n").length;
    place = type === "StringLiteral" ? endOfString(text, begin) : begin + value.length;
    if (type === "Comment") place = text.indexOf("#}", place) + 2;
  }
  return null;
}

function endOfString(text: string, begin: number): number {
  let place = begin + 1;
  while (place < text.length && text[place] !== text[begin]) place += text[place] === "\\" ? 2 : 1;
  return place + 1;
}
