import type { Example } from "../network.ts";
import { inOneBlock, plainConversation } from "#main/lib/plain-conversation.ts";
import { type Entry, type Message, toTurns } from "./conversation.ts";
import { type Layout, layOut } from "./layout.ts";
import { DataProblem } from "./problem.ts";
import { type ChatTemplate, createChatTemplate } from "./render-template.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Makes examples of entries: in the model's form, with what the model has to write marked. */
export interface ExampleMaker {
  /** Uncut. null: nothing in it to learn. Throws DataProblem when it cannot be written in the model's form. */
  make(entry: Entry): Example | null;
}

/** Conversations of more different forms than this are laid out anew; most data has a handful. */
const MOST_LAYOUTS = 1_000;

/** What conversations are written with. */
export interface Form {
  /** null: the plain form, for models that were never taught one. */
  readonly jinja: string | null;
  /** It came with the model. */
  readonly isOwn: boolean;
}

/** Throws DataProblem when it is no template. */
export function createExampleMaker(tokenizer: Tokenizer, { jinja, isOwn }: Form): ExampleMaker {
  const template = jinja === null ? null : createChatTemplate(jinja);
  const place = jinja === null ? null : placeOfInstructions(jinja, isOwn);
  const layouts = new Map<string, Layout>();

  function layoutOf(template: ChatTemplate, messages: readonly Message[]): Layout {
    const key = messages.map(({ role, thoughts }) => role.charAt(0) + (thoughts === null ? "" : "+")).join("");
    const known = layouts.get(key);
    if (known !== undefined) return known;
    const turns = messages.map(({ role, thoughts }) => ({ role, hasThoughts: thoughts !== null }));
    const layout = layOut(template.render(turns), tokenizer);
    if (layouts.size >= MOST_LAYOUTS) layouts.clear();
    layouts.set(key, layout);
    return layout;
  }

  return {
    make(entry) {
      if (entry.kind === "text") return textExample(tokenizer, entry.text, entry.isWhole);
      const turns = toTurns(entry.messages);
      if (turns === null) return null;
      if (template === null) return plainExample(tokenizer, turns);
      const fitted = fitTo(template, place, turns);
      return fill(layoutOf(template, fitted), fitted, tokenizer);
    },
  };
}

/** How instructions and the first question are one text, where a template has no place of its own for them. */
type JoinInstructions = (instructions: string, question: string | null) => string;

/** As node-llama-cpp does it for a template that it only knows as Jinja. */
const likeJinja: JoinInstructions = (instructions, question) =>
  `### System message\n\n${instructions}\n\n----${question === null ? "" : `\n\n${question}`}`;
/** As it does it for models of the Gemma family, also for those whose template has a way of its own (GemmaChatWrapper.js). */
const likeGemma: JoinInstructions = (instructions, question) =>
  question === null ? instructions : `${instructions}\n\n---\n\n${question}`;

/** null: as the template has it, if it has a place for them. */
function placeOfInstructions(jinja: string, isOwn: boolean): JoinInstructions | null {
  return isOwn && jinja.includes("<start_of_turn>") ? likeGemma : null;
}

/** Where a template has no place for something, it goes where the engine puts it. */
function fitTo(template: ChatTemplate, place: JoinInstructions | null, turns: readonly Message[]): readonly Message[] {
  let fitted = turns;
  if (!template.knowsThoughts && turns.some(({ thoughts }) => thoughts !== null)) {
    fitted = fitted.map(withThoughtsInText);
  }
  const [system, question, ...rest] = fitted;
  if (system?.role !== "system" || (template.takesSystem && place === null)) return fitted;
  const join = place ?? likeJinja;
  if (question?.role !== "user")
    return [{ ...system, role: "user", text: join(system.text, null) }, ...fitted.slice(1)];
  return [{ ...question, text: join(system.text, question.text) }, ...rest];
}

function withThoughtsInText(message: Message): Message {
  if (message.thoughts === null) return message;
  return { ...message, text: `<think>\n${message.thoughts}\n</think>\n\n${message.text}`, thoughts: null };
}

function fill(layout: Layout, turns: readonly Message[], tokenizer: Tokenizer): Example | null {
  const builder = createBuilder();
  for (const piece of layout.pieces) {
    if (piece.kind === "fixed") {
      builder.add(piece.ids, piece.isLearnt);
      continue;
    }
    const turn = turns[piece.index];
    const text = piece.of === "thoughts" ? (turn?.thoughts ?? "") : (turn?.text ?? "");
    builder.add(tokenizer.words(text), piece.isLearnt);
  }
  return builder.finish();
}

/**
 * In the form in which the engine asks models without a template (lib/plain-conversation.ts). An answer is one block there: a blank line
 * is its end, so the model must not learn to write one inside. Behind the last comes the end of all text; both end an answer in a chat.
 */
function plainExample(tokenizer: Tokenizer, turns: readonly Message[]): Example | null {
  const system = turns[0]?.role === "system" ? turns[0].text : "";
  const talk: { role: "user" | "assistant"; text: string }[] = [];
  for (const { role, text } of turns.slice(turns[0]?.role === "system" ? 1 : 0)) {
    if (role === "system") throw new DataProblem("it has instructions in the middle of the conversation");
    talk.push({ role, text });
  }
  const builder = createBuilder();
  let done = "";
  for (const [index, { role, text }] of talk.entries()) {
    if (role !== "assistant") continue;
    const before = talk.slice(0, index);
    const asked = before.at(-1)?.role === "user" ? before : [...before, { role: "user" as const, text: "" }];
    const prompt = plainConversation(system, asked);
    if (!prompt.startsWith(done))
      throw new DataProblem("its turns cannot be told apart in the plain form of a conversation");
    const isFirst = done === "";
    const read = prompt.slice(done.length);
    builder.add(isFirst ? tokenizer.wholeText(read) : tokenizer.words(read), false);
    const isLast = index === talk.length - 1;
    const answer = ` ${inOneBlock(text)}${isLast ? "" : "\n\n"}`;
    builder.add(tokenizer.words(answer), true);
    done = prompt + answer;
  }
  builder.add(endOf(tokenizer), true);
  return builder.finish();
}

function textExample(tokenizer: Tokenizer, text: string, isWhole: boolean): Example | null {
  if (text.trim() === "") return null;
  const ids = tokenizer.wholeText(text);
  const builder = createBuilder();
  // The first is never asked for: nothing stands before it.
  builder.add(ids.slice(0, 1), false);
  builder.add(ids.slice(1), true);
  if (isWhole) builder.add(endOf(tokenizer), true);
  return builder.finish();
}

function endOf({ vocabulary }: Tokenizer): Int32Array {
  const token = vocabulary.end ?? vocabulary.endOfTurn;
  return token === null ? new Int32Array() : Int32Array.of(token);
}

function createBuilder() {
  const pieces: { ids: Int32Array; isLearnt: boolean }[] = [];
  return {
    add(ids: Int32Array, isLearnt: boolean): void {
      if (ids.length > 0) pieces.push({ ids, isLearnt });
    },
    /** Up to the last token that is learnt: what follows would be read for nothing. */
    finish(): Example | null {
      const lastLearnt = pieces.findLastIndex(({ isLearnt }) => isLearnt);
      const used = pieces.slice(0, lastLearnt + 1);
      const ids = new Int32Array(used.reduce((sum, piece) => sum + piece.ids.length, 0));
      const targets = new Int32Array(used.reduce((sum, piece) => sum + (piece.isLearnt ? piece.ids.length : 0), 0));
      let place = 0;
      let count = 0;
      for (const piece of used) {
        ids.set(piece.ids, place);
        for (let offset = 0; piece.isLearnt && offset < piece.ids.length; offset += 1) {
          const target = place + offset - 1;
          if (target >= 0) targets[count++] = target;
        }
        place += piece.ids.length;
      }
      return count === 0 ? null : { ids, targets: targets.subarray(0, count) };
    },
  };
}
