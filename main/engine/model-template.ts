import {
  type ChatHistoryItem,
  type ChatModelResponse,
  type ChatWrapper,
  type ChatWrapperGeneratedContextState,
  isLlamaText,
  type LlamaModel,
  type LlamaText,
  resolveChatWrapper,
  SpecialToken,
} from "node-llama-cpp";
import type { Marker } from "./answer-text.ts";
import type { Template, Turn } from "./template.ts";
import { withBeginning } from "./tokens.ts";

/** The template that came with the model, as node-llama-cpp renders it: its own wrapper where it knows the family, else Jinja. */
export function createModelTemplate(model: LlamaModel): Template {
  const wrapper = resolveChatWrapper(model, { warningLogs: false });
  return {
    name: wrapper.wrapperName,
    isOwn: true,
    render(systemPrompt, turns) {
      const opening = turns.at(-1)?.role === "assistant" ? "none" : openingOfThoughts(wrapper);
      const state = wrapper.generateContextState({
        chatHistory: toHistory(systemPrompt, turns, opening === "written"),
      });
      return {
        tokens: withBeginning(model, state.contextText.tokenize(model.tokenizer)),
        markers: markersOf(model, wrapper, state),
        thinking: opening !== "none",
      };
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

function markersOf(model: LlamaModel, wrapper: ChatWrapper, state: ChatWrapperGeneratedContextState): Marker[] {
  const markers: Marker[] = [];
  const add = (effect: Marker["effect"], value: string | LlamaText | undefined) => {
    const text = value === undefined ? "" : asWritten(model, value).trim();
    if (text !== "" && !markers.some((marker) => marker.text === text)) markers.push({ text, effect });
  };
  const thought = wrapper.settings.segments?.thought;
  if (thought && !isOpenedOnStart(thought.prefix)) add("think", thought.prefix);
  add("answer", thought?.suffix);
  // What the wrapper did not make out, but the template knows of.
  if (!thought && model.fileInfo.metadata.tokenizer?.chat_template?.includes("</think>")) {
    add("think", "<think>");
    add("answer", "</think>");
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
