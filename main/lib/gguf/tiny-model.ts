import type { EncodedType } from "./encode.ts";
import { encodeTensor } from "./encode.ts";
import { llamaFields, llamaTensors } from "./llama-layout.ts";
import { randomValues } from "./tiny-random.ts";
import { tinyVocabulary, vocabularyFields } from "./tiny-vocabulary.ts";
import type { GgufField, GgufFile, GgufTensorData } from "./write.ts";
import { gguf } from "./write.ts";

/** ChatML as Qwen and many others write it. */
const CHATML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
/** ChatML with thoughts, as Qwen3's: earlier thoughts are cut off before the model reads them again. */
const THINKING =
  "{% for message in messages %}{% set content = message['content'] %}" +
  "{% if message['role'] == 'assistant' and '</think>' in content %}{% set content = content.split('</think>')[-1].lstrip('\\n') %}{% endif %}" +
  "{{ '<|im_start|>' + message['role'] + '\\n' + content + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

export interface TinyModelOptions {
  name?: string;
  /** A chat template: two usual ones, none (a base model), or Jinja of your own. */
  template?: "chatml" | "thinking" | "none" | { jinja: string };
  /** Special tokens of a template of your own, instead of ChatML's. The last ends a turn; none: the end of all text does. */
  controls?: readonly string[];
  /**
   * What the model answers to everything: pieces, each one token and no piece twice (" world" with its space). After the
   * last it ends its turn. Without it weights are random, and so is the answer (the same for the same seed).
   */
  says?: readonly string[];
  /** It makes vectors, the mean over a text's words, and writes nothing. */
  isEmbedding?: boolean;
  contextTokens?: number;
  layers?: number;
  type?: EncodedType;
  seed?: number;
  /** What `general.architecture` says; anything but "llama" is a model that llama.cpp cannot load. */
  architecture?: string;
}

export const TINY = { dimensions: 64, heads: 4, keyValueHeads: 2, feedForward: 128 } as const;

/** Of `enum llama_pooling_type`. */
const MEAN = 1;

/** "Certain" at any usual temperature, and still far from overflowing half precision. */
const SCRIPT_LOGIT = 4;

/**
 * A model of some 400 kB that llama.cpp really loads and runs: Llama's architecture, 2 layers of 64 dimensions, about 390
 * words. For tests of everything around a model in milliseconds.
 */
export function tinyModel(options: TinyModelOptions = {}): GgufFile {
  const { says, layers = 2, type = "F32", seed = 1, architecture = "llama", template = "chatml" } = options;
  const isChat = template !== "none";
  const controls = options.controls ?? (isChat ? ["<|im_start|>", "<|im_end|>"] : []);
  const endToken = controls.at(-1) ?? "</s>";
  const vocabulary = tinyVocabulary(says ?? [], controls);
  const size = { ...TINY, layers, words: vocabulary.tokens.length };

  const metadata: Record<string, GgufField> = {
    "general.architecture": gguf.string(architecture),
    "general.type": gguf.string("model"),
    "general.name": gguf.string(options.name ?? "Tiny"),
    "general.file_type": gguf.u32(type === "F32" ? 0 : type === "F16" ? 1 : 7),
    "general.quantization_version": gguf.u32(2),
    [`${architecture}.context_length`]: gguf.u32(options.contextTokens ?? 2_048),
    ...llamaFields(size, architecture),
    ...vocabularyFields(vocabulary, endToken),
  };
  if (options.isEmbedding === true) metadata[`${architecture}.pooling_type`] = gguf.u32(MEAN);
  const jinja = templateText(template);
  if (jinja !== null) metadata["tokenizer.chat_template"] = gguf.string(jinja);

  const random = randomValues(seed);
  const scripted = says === undefined ? null : script(vocabulary.tokens, says, endToken);
  const tensors = llamaTensors(size).map(({ name, shape }): GgufTensorData => {
    const [columns, rows] = shape;
    if (rows === undefined)
      return { name, type: "F32", shape, data: encodeTensor("F32", new Float32Array(columns).fill(1)) };
    return {
      name,
      type,
      shape,
      data: encodeTensor(type, scripted?.[name] ?? random(columns * rows, scaleOf(name, columns))),
    };
  });
  // A scripted model knows its next word from the last alone: what the layers add is nothing.
  function scaleOf(name: string, columns: number): number {
    if (name === "token_embd.weight") return 1;
    return scripted !== null && /attn_output|ffn_down/.test(name) ? 0 : 1 / Math.sqrt(columns);
  }
  return { metadata, tensors };
}

function templateText(template: NonNullable<TinyModelOptions["template"]>): string | null {
  if (typeof template === "object") return template.jinja;
  return { chatml: CHATML, thinking: THINKING, none: null }[template];
}

/**
 * Weights that say a script: each of its words has a dimension of its own, all other words share the first; the output
 * layer turns each dimension into the word that follows.
 */
function script(tokens: string[], says: readonly string[], endToken: string): Partial<Record<string, Float32Array>> {
  const { dimensions } = TINY;
  if (says.length >= dimensions) throw new Error(`A script has fewer than ${dimensions} pieces`);
  if (new Set(says).size !== says.length) throw new Error("A script says no piece twice");
  const steps = says.map((piece) => tokens.indexOf(piece));
  const embedding = new Float32Array(dimensions * tokens.length);
  const output = new Float32Array(dimensions * tokens.length);
  for (let token = 0; token < tokens.length; token++) {
    embedding[token * dimensions + steps.indexOf(token) + 1] = 1;
  }
  for (const [dimension, token] of [...steps, tokens.indexOf(endToken)].entries()) {
    output[token * dimensions + dimension] = SCRIPT_LOGIT;
  }
  return { "token_embd.weight": embedding, "output.weight": output };
}
