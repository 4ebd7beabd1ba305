import type { LlamaModel } from "node-llama-cpp";
import type { Marker } from "./answer-text.ts";
import type { Prompt } from "./contract.ts";
import { checkPromptFits, firstTurnThatFits, roomForPrompt } from "./fit.ts";
import type { Template, Turn } from "./template.ts";
import { tokenizeFromStart } from "./tokens.ts";

/** What is read before the first word of an answer. */
export interface FittedPrompt {
  readonly tokens: number[];
  readonly leftOutTurnIds: string[];
  readonly markers: readonly Marker[];
  readonly thinking: boolean;
  /** What leads from here to the answer itself where thoughts or a channel would come first; "" where nothing does. */
  readonly answerOpening: string;
  /** The answer goes on where the prompt ends: spaces at its start belong to it. */
  readonly continues: boolean;
}

/** Tokens that a template puts around a turn, about; the exact length is known once it is rendered. */
const AROUND_A_TURN = 8;

/** Renders a prompt for a context of this size. Throws CONTEXT_TOO_SMALL. */
export function fitPrompt(model: LlamaModel, template: Template, prompt: Prompt, contextTokens: number): FittedPrompt {
  if (prompt.kind === "text") return fitText(model, prompt.text, contextTokens);
  return fitChat(model, template, prompt, contextTokens);
}

function fitChat(
  model: LlamaModel,
  template: Template,
  prompt: { systemPrompt: string; turns: Turn[] },
  contextTokens: number,
): FittedPrompt {
  const { systemPrompt, turns } = prompt;
  const continues = turns.at(-1)?.role === "assistant";
  let rendered = template.render(systemPrompt, turns);
  let first = 0;
  if (rendered.tokens.length > roomForPrompt(contextTokens)) {
    const measured = turns.map(({ role, text }) => ({ role, tokens: tokenCount(model, text) + AROUND_A_TURN }));
    const fixedTokens = Math.max(0, rendered.tokens.length - measured.reduce((sum, turn) => sum + turn.tokens, 0));
    first = firstTurnThatFits(measured, fixedTokens, contextTokens);
    rendered = template.render(systemPrompt, turns.slice(first));
    checkPromptFits(rendered.tokens.length, contextTokens);
  }
  return { ...rendered, leftOutTurnIds: turns.slice(0, first).map((turn) => turn.id), continues };
}

/** The oldest text goes, in steps of a fourth of the context, for the same reason as with turns (see fit.ts). */
function fitText(model: LlamaModel, text: string, contextTokens: number): FittedPrompt {
  let tokens = tokenizeFromStart(model, text);
  const room = roomForPrompt(contextTokens);
  if (tokens.length > room) {
    const step = Math.max(1, Math.floor(contextTokens / 4));
    tokens = tokens.slice(Math.ceil((tokens.length - room) / step) * step);
  }
  return { tokens, leftOutTurnIds: [], markers: [], thinking: false, answerOpening: "", continues: true };
}

const MOST_COUNTS_KEPT = 2_000;
const counts = new WeakMap<LlamaModel, Map<string, number>>();

/** Long conversations are measured with each message; their turns do not change. */
function tokenCount(model: LlamaModel, text: string): number {
  const ofModel = counts.get(model) ?? new Map<string, number>();
  counts.set(model, ofModel);
  const known = ofModel.get(text);
  if (known !== undefined) return known;
  const count = model.tokenize(text, false).length;
  if (ofModel.size >= MOST_COUNTS_KEPT) ofModel.clear();
  ofModel.set(text, count);
  return count;
}
