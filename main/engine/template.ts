import type { LlamaModel } from "node-llama-cpp";
import type { Marker } from "./answer-text.ts";
import { createModelTemplate } from "./model-template.ts";
import { plainConversation, plainMarkers } from "./plain-template.ts";
import { tokenizeFromStart } from "./tokens.ts";

export interface Turn {
  readonly id: string;
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** A conversation in the form that the model knows. */
export interface RenderedPrompt {
  readonly tokens: number[];
  readonly markers: readonly Marker[];
  /** The template has opened the model's thoughts already. */
  readonly thinking: boolean;
}

export interface Template {
  readonly name: string;
  /** It came with the model. */
  readonly isOwn: boolean;
  /** Ends where the answer begins, or at the end of the answer when the last turn is the assistant's. */
  render(systemPrompt: string, turns: readonly Turn[]): RenderedPrompt;
}

/** The model's own template, or a plain one that lets a base model hold a conversation. */
export function templateOf(model: LlamaModel): Template {
  if (!hasOwnTemplate(model)) return createPlainTemplate(model);
  return createModelTemplate(model);
}

export function hasOwnTemplate(model: LlamaModel): boolean {
  return Boolean(model.fileInfo.metadata.tokenizer?.chat_template?.trim());
}

function createPlainTemplate(model: LlamaModel): Template {
  return {
    name: "plain",
    isOwn: false,
    render: (systemPrompt, turns) => ({
      tokens: tokenizeFromStart(model, plainConversation(systemPrompt, turns)),
      markers: plainMarkers,
      thinking: false,
    }),
  };
}
