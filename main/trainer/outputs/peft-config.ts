import type { AdapterPair } from "#main/lib/gguf/adapter.ts";
import type { AdapterFile } from "./adapter-file.ts";
import { baseModelOf } from "./origin.ts";
import type { ModelFiles } from "./model-files.ts";

/** A part of the model that has a pair, and where PEFT looks for it: "model.layers.0.self_attn.q_proj". */
export interface PeftModule {
  readonly pair: AdapterPair;
  readonly path: string;
}

/**
 * `adapter_config.json`. llama.cpp multiplies every pair by alpha / rank with one alpha; where ranks differ PEFT is told those of single
 * modules, and where there is no alpha each module's own rank, which makes one of it.
 */
export function peftConfig({ facts, header }: AdapterFile, modules: readonly PeftModule[], model: ModelFiles): object {
  const rank = facts.rank;
  const others = modules.filter(({ pair }) => pair.b[0] !== rank).map(({ path, pair }) => [path, pair.b[0]] as const);
  return {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: baseModelOf(header, model),
    r: rank,
    lora_alpha: facts.alpha === 0 ? rank : facts.alpha,
    rank_pattern: Object.fromEntries(others),
    alpha_pattern: facts.alpha === 0 ? Object.fromEntries(others) : {},
    target_modules: targets(modules, model.layers),
    lora_dropout: 0,
    bias: "none",
    fan_in_fan_out: false,
    use_rslora: false,
    use_dora: false,
    modules_to_save: null,
    layers_to_transform: null,
    layers_pattern: null,
    init_lora_weights: true,
    inference_mode: true,
  };
}

/** "q_proj" where every layer's has a pair; else each by its whole path, so that PEFT adds no empty ones. */
function targets(modules: readonly PeftModule[], layers: number): string[] {
  const byName = Map.groupBy(modules, ({ path }) => path.split(".").at(-1) ?? path);
  return [...byName].flatMap(([name, found]) =>
    found.length === layers && name !== "lm_head" ? [name] : found.map(({ path }) => path),
  );
}
