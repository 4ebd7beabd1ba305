import { LlamaGrammarEvaluationState, LlamaJsonSchemaGrammar, type LlamaModel, type Token } from "node-llama-cpp";
import { AppError } from "#main/rpc/errors.ts";
import { acceptInGrammar, nativeGrammarState, type NativeGrammarState } from "./addon.ts";
import type { Marker } from "./answer-text.ts";
import type { GenerateInput } from "./contract.ts";
import type { FittedPrompt } from "./prompt.ts";

/** Lets a sampler draw only tokens with which the answer can still become JSON of a schema. For one answer. */
export interface Grammar {
  readonly state: NativeGrammarState;
  /** What the library's grammar has a model write when the JSON is complete. */
  readonly end: Marker;
}

/** Blank lines, which no JSON in one piece contains: within strings they are escaped. */
const END: Marker = { text: "\n\n\n\n", effect: "end", afterText: true };

/**
 * null: the answer may be anything. Where an answer goes on, the grammar first takes what is written of it. Throws SCHEMA_UNUSABLE: for what
 * llama.cpp refuses, or for an answer that does not fit so far.
 */
export function createGrammar(
  model: LlamaModel,
  { jsonSchema, prompt }: Pick<GenerateInput, "jsonSchema" | "prompt">,
): Grammar | null {
  if (jsonSchema === undefined) return null;
  const grammar = unlessUnusable(() => {
    // Its type follows from a schema that is written down in code; of one that comes as data nothing follows.
    const schema = JSON.parse(jsonSchema) as never;
    return new LlamaJsonSchemaGrammar(model.llama, schema);
  });
  const state = new LlamaGrammarEvaluationState({ model, grammar });
  const last = prompt.kind === "chat" ? prompt.turns.at(-1) : undefined;
  const written = last?.role === "assistant" ? last.text : "";
  unlessUnusable(() => {
    for (const token of model.tokenize(written, false, "trimLeadingSpace")) acceptInGrammar(model, state, token);
  });
  return { state: nativeGrammarState(state), end: END };
}

/** Data have no thoughts before them: what a template opened is closed, and a family's channel for answers is opened. */
export function withoutThoughts(model: LlamaModel, prompt: FittedPrompt): FittedPrompt {
  const { answerOpening } = prompt;
  if (answerOpening === "") return prompt;
  const opening: Token[] = model.tokenize(answerOpening, true, "trimLeadingSpace");
  return { ...prompt, tokens: [...prompt.tokens, ...opening], thinking: false };
}

function unlessUnusable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new AppError("SCHEMA_UNUSABLE", `Answers cannot be written by this schema: ${problem}`, { problem });
  }
}
