import type { Entry, Message } from "./conversation.ts";
import { ANSWER_NAMES, INPUT_NAMES, PROMPT_NAMES, pair, SYSTEM_NAMES, TEXT_NAMES } from "./names.ts";
import { DataProblem } from "./problem.ts";

type Item = Record<string, unknown>;

/**
 * What one object of JSON says: `messages` as OpenAI has them, `conversations` as ShareGPT has them, a question with its answer under one
 * of their usual names, `instances` of one instruction as Self-Instruct has them, or `text`. Throws DataProblem.
 */
export function entriesOf(value: unknown): Entry[] {
  if (!isItem(value)) throw new DataProblem("it is no JSON object ({…})");
  const turns = value["messages"] ?? value["conversations"] ?? value["conversation"];
  if (turns !== undefined) return [{ kind: "chat", messages: [...systemOf(value), ...messagesOf(turns)] }];
  if (Array.isArray(value["instances"])) return value["instances"].map((instance) => instanceOf(value, instance));
  const answer = valueOf(value, ANSWER_NAMES);
  if (answer !== null) return [answered(value, answer)];
  const text = valueOf(value, TEXT_NAMES);
  if (text !== null) return [{ kind: "text", text: textIn(text), isWhole: true }];
  const names = Object.keys(value).slice(0, 8).join(", ");
  throw new DataProblem(`it has no messages, no answer and no text, only: ${names === "" ? "nothing" : names}`);
}

function answered(item: Item, answer: unknown): Entry {
  const prompt = valueOf(item, PROMPT_NAMES);
  const input = valueOf(item, INPUT_NAMES);
  if (Array.isArray(answer) || Array.isArray(prompt)) {
    const before = Array.isArray(prompt) ? messagesOf(prompt) : [];
    return { kind: "chat", messages: [...systemOf(item), ...before, ...messagesOf(answer)] };
  }
  const question = [prompt, input].filter((part) => part !== null).map(textIn);
  if (question.length === 0) throw new DataProblem("it has an answer and no question");
  return {
    kind: "chat",
    messages: [...systemOf(item), ...pair(question.filter(Boolean).join("\n\n"), textIn(answer), thoughtsIn(item))],
  };
}

function instanceOf(item: Item, instance: unknown): Entry {
  if (!isItem(instance)) throw new DataProblem("one of its instances is no JSON object");
  const answer = valueOf(instance, ANSWER_NAMES);
  if (answer === null) throw new DataProblem("one of its instances has no answer");
  return answered({ ...item, ...instance, instances: undefined }, answer);
}

function systemOf(item: Item): Message[] {
  const system = valueOf(item, SYSTEM_NAMES);
  return system === null ? [] : [{ role: "system", text: textIn(system), thoughts: null }];
}

const ROLES: Readonly<Record<string, Message["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  human: "user",
  prompter: "user",
  assistant: "assistant",
  gpt: "assistant",
  chatgpt: "assistant",
  model: "assistant",
  bot: "assistant",
};
const TOOL_ROLES = new Set(["tool", "function", "function_call", "observation", "ipython", "environment"]);

function messagesOf(value: unknown): Message[] {
  if (!Array.isArray(value)) throw new DataProblem("its messages are no list");
  return value.map((item: unknown, index) => {
    const which = `its message ${String(index + 1)}`;
    if (!isItem(item)) throw new DataProblem(`${which} is no JSON object`);
    const said = item["role"] ?? item["from"];
    if (typeof said !== "string") throw new DataProblem(`${which} has no role`);
    const role = ROLES[said.toLowerCase()];
    const usesTools =
      TOOL_ROLES.has(said.toLowerCase()) || hasItems(item["tool_calls"]) || (item["function_call"] ?? null) !== null;
    if (usesTools) throw new DataProblem(`${which} uses tools, which cannot be learnt here yet`);
    if (role === undefined) throw new DataProblem(`${which} is from "${said.slice(0, 40)}", which is no known role`);
    if (item["weight"] === 0) throw new DataProblem(`${which} has the weight 0, which cannot be done here`);
    const content = item["content"] ?? item["value"] ?? item["text"];
    if (content === undefined) throw new DataProblem(`${which} has no content`);
    const text = textIn(content);
    return role === "assistant" ? separated(text, thoughtsIn(item)) : { role, text, thoughts: null };
  });
}

/** Thoughts stand in a field of their own, or before the answer between their signs. */
function separated(text: string, thoughts: string | null): Message {
  const written = /^\s*<think>(.*?)<\/think>\s*/s.exec(text);
  if (thoughts !== null || written === null) return { role: "assistant", text, thoughts };
  const within = written[1]?.trim() ?? "";
  return { role: "assistant", text: text.slice(written[0].length), thoughts: within === "" ? null : within };
}

function thoughtsIn(item: Item): string | null {
  const thoughts = item["reasoning_content"] ?? item["reasoning"] ?? item["thinking"];
  return typeof thoughts === "string" && thoughts.trim() !== "" ? thoughts.trim() : null;
}

/** Text, or OpenAI's list of parts of it. null is an empty one, as where an assistant only called a tool. */
function textIn(content: unknown): string {
  if (typeof content === "string") return content;
  if (content === null) return "";
  if (typeof content === "number") return String(content);
  if (!Array.isArray(content)) throw new DataProblem("it holds something in the place of a text");
  return content
    .map((part: unknown) => {
      if (typeof part === "string") return part;
      if (isItem(part) && typeof part["text"] === "string") return part["text"];
      throw new DataProblem("it holds pictures or files, which cannot be learnt from here");
    })
    .join("");
}

function valueOf(item: Item, names: readonly string[]): unknown {
  const name = names.find((each) => item[each] !== undefined && item[each] !== null);
  return name === undefined ? null : item[name];
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
