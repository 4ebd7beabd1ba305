import { Template } from "@huggingface/jinja";
import { DataProblem } from "./problem.ts";

/** What a template can know of a turn without its text. */
export interface Turn {
  readonly role: "system" | "user" | "assistant";
  readonly hasThoughts: boolean;
}

/** A conversation as a template writes it, in order, its texts left open. */
export interface RenderedTemplate {
  readonly parts: readonly RenderedPart[];
}

export type RenderedPart =
  | { readonly kind: "template"; readonly text: string; readonly isLearnt: boolean }
  | { readonly kind: "token"; readonly which: "beginning" | "end" | "endOfTurn"; readonly isLearnt: boolean }
  /** A text of the turn with this index. */
  | { readonly kind: "open"; readonly of: "message" | "thoughts"; readonly index: number; readonly isLearnt: boolean };

export interface ChatTemplate {
  /** Instructions have a place of their own; else they go into the first question. */
  readonly takesSystem: boolean;
  /** It has a place for thoughts; else they are part of the answer's text. */
  readonly knowsThoughts: boolean;
  /** The last turn is an answer. Throws DataProblem with what the template said. */
  render(turns: readonly Turn[]): RenderedTemplate;
}

/** Stands for a text while the template is rendered, as node-llama-cpp does it: what a text says never changes the form around it. */
const OPEN = { message: "WmsgQ", thoughts: "WthoQ", beginning: "WbosQ", end: "WeosQ", endOfTurn: "WeotQ" } as const;
const CLOSE = "xW";
const PLACEHOLDER = /W(msg|tho|bos|eos|eot)Q(\d+)xW/g;

/**
 * Renders with the template, and finds what the model itself has to write: of each answer, what lies behind the place where the app would
 * have asked for it. A turn is learnt only if the template writes it in the middle of a conversation as it does at its end, because that is
 * how the app's prompts look when the model has to write it; else it is only read. So are earlier answers with thoughts, which the app cuts off
 * before it sends a conversation back.
 */
export function createChatTemplate(jinja: string): ChatTemplate {
  const template = unlessUnusable(() => new Template(jinja));
  const knowsThoughts = jinja.includes("</think>");
  if (jinja.includes(CLOSE)) throw unusable("it holds a word that Cloister needs for itself");

  function write(turns: readonly Turn[], asks: boolean): string {
    const last = turns.length - 1;
    return unlessUnusable(() =>
      template.render({
        messages: turns.map(({ role, hasThoughts }, index) => ({
          role,
          content: OPEN.message + String(index) + CLOSE,
          ...(hasThoughts && index === last ? { reasoning_content: OPEN.thoughts + String(index) + CLOSE } : {}),
        })),
        bos_token: `${OPEN.beginning}0${CLOSE}`,
        eos_token: `${OPEN.end}0${CLOSE}`,
        eot_token: `${OPEN.endOfTurn}0${CLOSE}`,
        enable_thinking: true,
        ...(asks ? { add_generation_prompt: true } : {}),
      }),
    );
  }

  function takesSystem(): boolean {
    try {
      return write(turnsOf("system", "user", "assistant"), false).includes(message(0));
    } catch {
      return false;
    }
  }

  return {
    takesSystem: takesSystem(),
    knowsThoughts,
    render(turns) {
      const last = turns.length - 1;
      const whole = write(turns, false);
      checkWhole(whole, turns);
      const ranges: Range[] = [];
      let text = whole;
      for (const [index, { role, hasThoughts }] of turns.entries()) {
        if (role !== "assistant" || (hasThoughts && index < last)) continue;
        const asked = index === 0 ? "" : write(turns.slice(0, index), true);
        if (index === last) {
          text = withThoughts(whole, { asked, index, hasThoughts, knowsThoughts });
          ranges.push({ from: learntFrom(text, asked, index), index });
          continue;
        }
        const atEnd = write(turns.slice(0, index + 1), false);
        const until = atEnd.indexOf(message(index)) + message(index).length;
        if (whole.startsWith(atEnd.slice(0, until))) ranges.push({ from: learntFrom(atEnd, asked, index), index });
      }
      return { parts: split(text, ranges) };
    },
  };
}

export function turnsOf(...roles: readonly Turn["role"][]): Turn[] {
  return roles.map((role) => ({ role, hasThoughts: false }));
}

interface Range {
  /** Where in the text the model begins to write. */
  readonly from: number;
  readonly index: number;
}

function message(index: number): string {
  return OPEN.message + String(index) + CLOSE;
}

/** Spaces and line breaks before the text are part of the prompt in the engine; thoughts, even empty ones, are the model's to write. */
function learntFrom(text: string, asked: string, index: number): number {
  const at = text.indexOf(message(index));
  if (!text.startsWith(asked) || asked === "") return at;
  return text.slice(asked.length, at).trim() === "" ? at : asked.length;
}

/**
 * The last answer with its thoughts where the template leaves them away, or with the end of empty ones where it opens thoughts for
 * every answer that it asks for.
 */
function withThoughts(
  whole: string,
  {
    asked,
    index,
    hasThoughts,
    knowsThoughts,
  }: { asked: string; index: number; hasThoughts: boolean; knowsThoughts: boolean },
): string {
  const thoughts = OPEN.thoughts + String(index) + CLOSE;
  if (!knowsThoughts || (hasThoughts && whole.includes(thoughts))) return whole;
  const at = whole.indexOf(message(index));
  const opens = /<think>\n*$/.exec(asked);
  if (opens === null) {
    if (!hasThoughts) return whole;
    const before = whole.slice(0, at).replace(/<think>\s*<\/think>\s*$/, "");
    return `${before}<think>\n${thoughts}\n</think>\n\n${whole.slice(at)}`;
  }
  if (whole.startsWith(asked)) {
    if (!hasThoughts) return whole;
    return `${asked}${thoughts}\n</think>\n\n${whole.slice(at)}`;
  }
  return `${asked}${hasThoughts ? `${thoughts}\n` : "\n"}</think>\n\n${whole.slice(at)}`;
}

/** Every text once and in order: a template that drops or repeats one would teach something else than what stands in the data. */
function checkWhole(whole: string, turns: readonly Turn[]): void {
  const found = [...whole.matchAll(PLACEHOLDER)]
    .filter(([, kind]) => kind === "msg")
    .map(([, , index]) => Number(index));
  for (const [index, { role }] of turns.entries()) {
    const times = found.filter((each) => each === index).length;
    const what = role === "assistant" ? "an answer" : role === "user" ? "a question" : "the instructions";
    if (times === 0) throw unusable(`it leaves out ${what}`);
    if (times > 1) throw unusable(`it writes ${what} more than once`);
  }
  if (found.some((index, place) => index !== place)) throw unusable("it changes the order of the turns");
}

function split(text: string, ranges: readonly Range[]): RenderedPart[] {
  const parts: RenderedPart[] = [];
  const learnt = ranges.map(({ from, index }) => ({
    from,
    until: text.indexOf(message(index)) + message(index).length,
  }));
  const isLearntAt = (place: number): boolean => learnt.some(({ from, until }) => place >= from && place < until);
  const borders = learnt.map(({ from }) => from);

  function write(from: number, until: number): void {
    const inner = borders.filter((border) => border > from && border < until);
    let begin = from;
    for (const end of [...inner, until]) {
      if (end > begin) parts.push({ kind: "template", text: text.slice(begin, end), isLearnt: isLearntAt(begin) });
      begin = end;
    }
  }

  let done = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    write(done, match.index);
    const isLearnt = isLearntAt(match.index);
    const [whole, kind, index] = match;
    if (kind === "msg") parts.push({ kind: "open", of: "message", index: Number(index), isLearnt });
    else if (kind === "tho") parts.push({ kind: "open", of: "thoughts", index: Number(index), isLearnt });
    else
      parts.push({
        kind: "token",
        which: kind === "bos" ? "beginning" : kind === "eos" ? "end" : "endOfTurn",
        isLearnt,
      });
    done = match.index + whole.length;
  }
  write(done, text.length);
  return parts;
}

function unlessUnusable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw unusable(said.replace(/^(Parser|Lexer|Runtime) ?Error: ?/i, "").slice(0, 400));
  }
}

function unusable(problem: string): DataProblem {
  return new DataProblem(`the chat template cannot write this conversation: ${problem}`);
}
