import { AdapterProblem } from "./problem.ts";

/** One half of a LoRA as PEFT names it: "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight". */
export interface PeftName {
  /** The part of the model: "model.layers.0.self_attn.q_proj". */
  readonly module: string;
  readonly side: "a" | "b";
}

/** The name may have the adapter's own in it: ".lora_A.default.weight". */
const HALF = /^(?:base_model\.model\.)?(.+)\.lora_([AB])(?:\.[\w-]+)?\.weight$/;
/** Where the language model stands in models that also read images. */
const WRAPPERS = ["model.language_model.", "language_model.model.", "language_model.", "model."];

/** Parts of a layer in transformers, for the families of Llama, Mistral, Gemma and Qwen, and what llama.cpp calls them. */
const SEPARATE: Readonly<Record<string, string>> = {
  "self_attn.q_proj": "attn_q",
  "self_attn.k_proj": "attn_k",
  "self_attn.v_proj": "attn_v",
  "self_attn.o_proj": "attn_output",
  "mlp.gate_proj": "ffn_gate",
  "mlp.up_proj": "ffn_up",
  "mlp.down_proj": "ffn_down",
};

/** Of Phi 3, which has some of them in one. llama.cpp's name for two of them is that of one alone. */
const FUSED: Readonly<Record<string, string>> = {
  "self_attn.qkv_proj": "attn_qkv",
  "self_attn.o_proj": "attn_output",
  "mlp.gate_up_proj": "ffn_up",
  "mlp.down_proj": "ffn_down",
};

const PARTS: Readonly<Record<string, string>> = { ...SEPARATE, ...FUSED };

/** Architectures of llama.cpp with these parts. `turned`: rows of queries and keys lie in another order than in transformers. */
export const FAMILIES: Readonly<Record<string, { readonly turned: boolean; readonly fused?: boolean }>> = {
  llama: { turned: true },
  mistral3: { turned: true },
  gemma: { turned: false },
  gemma2: { turned: false },
  gemma3: { turned: false },
  qwen2: { turned: false },
  qwen3: { turned: false },
  phi3: { turned: false, fused: true },
};

/** Throws AdapterProblem for what is no half of a LoRA. */
export function parsePeftName(name: string): PeftName {
  const [, module, side] = HALF.exec(name) ?? [];
  if (module !== undefined && side !== undefined) return { module, side: side === "A" ? "a" : "b" };
  const shown = name.slice(0, 80);
  if (name.includes("lora_embedding"))
    throw new AdapterProblem("it changes the table of words, which cannot be converted");
  if (name.includes("lora_magnitude_vector"))
    throw new AdapterProblem("it is a DoRA, which llama.cpp cannot add to a model");
  throw new AdapterProblem(`it holds "${shown}", which is no part of a LoRA`);
}

/** What llama.cpp calls the weights of this part: "blk.0.attn_q.weight". Throws AdapterProblem for a part that is not known. */
export function tensorNameOf(module: string): string {
  const wrapper = WRAPPERS.find((prefix) => module.startsWith(prefix)) ?? "";
  const inner = module.slice(wrapper.length);
  if (inner === "lm_head") return "output.weight";
  const [, layer, part] = /^layers\.(\d{1,5})\.(.+)$/.exec(inner) ?? [];
  const name = part === undefined || !Object.hasOwn(PARTS, part) ? undefined : PARTS[part];
  if (layer === undefined || name === undefined) {
    throw new AdapterProblem(`it changes "${module.slice(0, 80)}", and nobody here knows where that is in a model`);
  }
  return `blk.${Number(layer)}.${name}.weight`;
}

/**
 * The same the other way round, in a model of this architecture: "layers.0.self_attn.q_proj", "lm_head"; without what stands before it.
 * Throws AdapterProblem for a part that has no name in transformers.
 */
export function moduleNameOf(tensor: string, architecture: string): string {
  if (tensor === "output.weight") return "lm_head";
  const family = FAMILIES[architecture];
  if (family === undefined)
    throw new AdapterProblem(`nobody here knows the names in models of the kind "${architecture}"`);
  const [, layer, name] = /^blk\.(\d{1,5})\.(\w+)\.weight$/.exec(tensor) ?? [];
  const parts = Object.entries(family.fused === true ? FUSED : SEPARATE);
  const part = parts.find(([, ours]) => ours === name)?.[0];
  if (layer === undefined || part === undefined) {
    throw new AdapterProblem(`it changes ${tensor.slice(0, 80)}, which has no name in transformers`);
  }
  return `layers.${Number(layer)}.${part}`;
}
