import {
  type ChatHistoryItem,
  type ChatModelResponse,
  type ChatWrapper,
  type ChatWrapperGeneratedContextState,
  isLlamaText,
  JinjaTemplateChatWrapper,
  type LlamaModel,
  type LlamaText,
  resolveChatWrapper,
  SpecialToken,
  type Token,
} from "node-llama-cpp";
import { AppError } from "#main/rpc/errors.ts";
import type { Marker } from "./answer-text.ts";
import type { Template, Turn } from "./template.ts";
import { withBeginning } from "./tokens.ts";

/** The template that came with the model, as node-llama-cpp renders it: its own wrapper where it knows the family, else Jinja. */
export function createModelTemplate(model: LlamaModel, text: string): Template {
  return createTemplate(model, resolveChatWrapper(model, { warningLogs: false }), text);
}

/** As above; null where the text itself can be rendered by neither Jinja, and no form of a family is the same. */
export function createModelTemplateIfUsable(model: LlamaModel, text: string): Template | null {
  try {
    const options = { warningLogs: false, fallbackToOtherWrappersOnJinjaError: false };
    return createTemplate(model, resolveChatWrapper(model, options), text);
  } catch {
    return null;
  }
}

/** A template of the user's in place of the model's. Throws TEMPLATE_UNUSABLE. */
export function createJinjaTemplate(model: LlamaModel, text: string): Template {
  const template = unlessUnusable(() =>
    createTemplate(model, new JinjaTemplateChatWrapper({ template: text, tokenizer: model.tokenizer }), text),
  );
  return { ...template, isOwn: false, render: (...turns) => unlessUnusable(() => template.render(...turns)) };
}

function unlessUnusable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new AppError("TEMPLATE_UNUSABLE", `The template of the preset cannot be used: ${problem}`, { problem });
  }
}

function createTemplate(model: LlamaModel, wrapper: ChatWrapper, text: string): Template {
  const ownOpening = openingInTemplate(text);
  return {
    name: wrapper.wrapperName,
    isOwn: true,
    render(systemPrompt, turns) {
      const goesOn = turns.at(-1)?.role === "assistant";
      const opening = goesOn ? "none" : openingOfThoughts(wrapper);
      const state = wrapper.generateContextState({
        chatHistory: toHistory(systemPrompt, turns, opening === "written"),
      });
      const tokens = state.contextText.tokenize(model.tokenizer);
      let thinking = opening !== "none" || (!goesOn && endsInThoughts(model, tokens));
      if (!thinking && !goesOn && ownOpening !== null) {
        // The wrapper of the family leaves away what this model's template begins its answers with.
        tokens.push(...model.tokenize(ownOpening, true));
        thinking = true;
      }
      const markers = markersOf(model, wrapper, state, text);
      const answerOpening = thinking ? closingOf(markers) : goesOn ? "" : channelOf(state);
      return { tokens: withBeginning(model, tokens), markers, thinking, answerOpening };
    },
  };
}

/**
 * Whether a new answer begins inside of the thoughts: `written` when we write their opening into the prompt, `template` when the
 * template does by itself.
 */
function openingOfThoughts(wrapper: ChatWrapper): "none" | "written" | "template" {
  const thought = wrapper.settings.segments?.thought;
  if (!thought) return "none";
  if (isOpenedOnStart(thought.prefix)) return "template";
  return thought.openOnResponseStart ? "written" : "none";
}

/** How almost every family writes them that node-llama-cpp does not know. */
const THOUGHTS = { opening: "<think>", closing: "</think>" };
/** The opening is some tokens where a model has no single one for it, and line breaks follow. */
const LAST_TOKENS = 16;

/** The template has opened thoughts at the end of the prompt, as DeepSeek R1's and Qwen3's do, unknown to the wrapper. */
function endsInThoughts(model: LlamaModel, tokens: readonly Token[]): boolean {
  return model.detokenize(tokens.slice(-LAST_TOKENS), true).trimEnd().endsWith(THOUGHTS.opening);
}

/**
 * What a template writes for a new answer to open thoughts that it does not close at once: `'<think>\n'` in the part for
 * `add_generation_prompt`. Line breaks are written as such or as `\n`.
 */
export function openingInTemplate(template: string): string | null {
  const ofNewAnswers = template.slice(template.lastIndexOf("add_generation_prompt"));
  const opening = /<think>(?:\\n|\n)*(?=\s*(?:['"]|$|\{%))/.exec(ofNewAnswers)?.[0];
  return template.includes("add_generation_prompt") ? (opening?.replaceAll("\\n", "\n") ?? null) : null;
}

/** Thoughts of earlier answers are not among the turns: they are never sent back. */
function toHistory(systemPrompt: string, turns: readonly Turn[], openThoughts: boolean): ChatHistoryItem[] {
  const history: ChatHistoryItem[] = [];
  if (systemPrompt.trim() !== "") history.push({ type: "system", text: systemPrompt });
  for (const turn of turns) {
    history.push(turn.role === "user" ? { type: "user", text: turn.text } : { type: "model", response: [turn.text] });
  }
  if (turns.at(-1)?.role !== "assistant") history.push(emptyAnswer(openThoughts));
  return history;
}

function emptyAnswer(openThoughts: boolean): ChatModelResponse {
  if (!openThoughts) return { type: "model", response: [] };
  return { type: "model", response: [{ type: "segment", segmentType: "thought", text: "", ended: false }] };
}

function markersOf(
  model: LlamaModel,
  wrapper: ChatWrapper,
  state: ChatWrapperGeneratedContextState,
  template: string,
): Marker[] {
  const markers: Marker[] = [];
  const add = (effect: Marker["effect"], value: string | LlamaText | undefined) => {
    const text = value === undefined ? "" : asWritten(model, value).trim();
    if (text !== "" && !markers.some((marker) => marker.text === text)) markers.push({ text, effect });
  };
  const thought = wrapper.settings.segments?.thought;
  if (thought && !isOpenedOnStart(thought.prefix)) add("think", thought.prefix);
  add("answer", thought?.suffix);
  // What the wrapper did not make out, but the template knows of.
  if (!thought && template.includes("think>")) {
    add("think", THOUGHTS.opening);
    add("answer", THOUGHTS.closing);
  }

  // Families whose answers come in channels (gpt-oss): what opens each, and what closes it before the next one opens.
  for (const trigger of "prefixTriggers" in state ? (state.prefixTriggers ?? []) : []) {
    const effect = trigger.type === "segment" ? "think" : "answer";
    for (const text of trigger.triggers) add(effect, text);
  }
  for (const text of "rerender" in state ? (state.rerender?.triggers ?? []) : []) add("answer", text);
  if (wrapper.wrapperName === "Harmony") add("drop", "<|start|>assistant");

  for (const text of state.stopGenerationTriggers) add("end", text);
  return markers;
}

function closingOf(markers: readonly Marker[]): string {
  const closing = markers.find(({ effect }) => effect === "answer");
  return closing === undefined ? "" : `${closing.text}\n\n`;
}

/** What opens the channel for answers where a family has channels. */
function channelOf(state: ChatWrapperGeneratedContextState): string {
  const triggers = "prefixTriggers" in state ? (state.prefixTriggers ?? []) : [];
  return triggers.find(({ type }) => type === "response")?.triggers.find((text) => typeof text === "string") ?? "";
}

function isOpenedOnStart(prefix: unknown): prefix is { type: "openedOnStart" } {
  return typeof prefix === "object" && prefix !== null && !isLlamaText(prefix);
}

/** The characters that a model writes for it, special tokens included. */
function asWritten(model: LlamaModel, value: string | LlamaText): string {
  if (typeof value === "string") return value;
  return value.values
    .map((part) => {
      if (typeof part === "string") return part;
      if (part instanceof SpecialToken) return model.detokenize(part.tokenize(model.tokenizer), true);
      return part.value;
    })
    .join("");
}
