import type { LlamaModel } from "node-llama-cpp";
import { PLAIN_ENDINGS, plainConversation } from "#main/lib/plain-conversation.ts";
import type { Marker } from "./answer-text.ts";
import { createJinjaTemplate, createModelTemplate, createModelTemplateIfUsable } from "./model-template.ts";
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
  /** Ends the thoughts that are open, or opens the family's channel for answers; "" where the answer can begin at once. */
  readonly answerOpening: string;
}

export interface Template {
  readonly name: string;
  /** It came with the model. */
  readonly isOwn: boolean;
  /** Ends where the answer begins, or at the end of the answer when the last turn is the assistant's. */
  render(systemPrompt: string, turns: readonly Turn[]): RenderedPrompt;
}

export interface Templates {
  /** The model's own template, or a plain one that lets a base model hold a conversation. */
  readonly usual: Template;
  /** Jinja of the user's in its place; the last ones are kept, because each message asks again. Throws TEMPLATE_UNUSABLE. */
  with(jinja: string | undefined): Template;
}

const MOST_KEPT = 8;

/** What the app found of the template in the file. */
export type TemplateFault = "unusable" | "endless";

export function templatesOf(model: LlamaModel, fault?: TemplateFault): Templates {
  const usual = ownTemplateOf(model, fault) ?? createPlainTemplate(model);
  const others = new Map<string, Template>();
  return {
    usual,
    with(jinja) {
      if (jinja === undefined) return usual;
      const known = others.get(jinja);
      if (known !== undefined) return known;
      const made = createJinjaTemplate(model, jinja);
      if (others.size >= MOST_KEPT) others.clear();
      others.set(jinja, made);
      return made;
    },
  };
}

/** null where it has none, or one that cannot be used: what node-llama-cpp takes instead is guessed from names, and may be noise. */
function ownTemplateOf(model: LlamaModel, fault: TemplateFault | undefined): Template | null {
  const text = model.fileInfo.metadata.tokenizer?.chat_template ?? "";
  if (text.trim() === "" || fault === "endless") return null;
  // llama.cpp reads some templates that the app's Jinja does not.
  return fault === "unusable" ? createModelTemplateIfUsable(model, text) : createModelTemplate(model, text);
}

function createPlainTemplate(model: LlamaModel): Template {
  return {
    name: "plain",
    isOwn: false,
    render: (systemPrompt, turns) => ({
      tokens: tokenizeFromStart(model, plainConversation(systemPrompt, turns)),
      markers: PLAIN_ENDINGS,
      thinking: false,
      answerOpening: "",
    }),
  };
}
