import { z } from "zod";
import { AdapterProblem } from "#main/lib/peft/problem.ts";

/** What `adapter_config.json` of PEFT says, as far as it decides what the adapter does. */
export interface PeftConfig {
  readonly rank: number;
  readonly alpha: number;
  /** Scaled by alpha / √rank instead of alpha / rank. */
  readonly isRankStabilised: boolean;
  /** Strengths of single parts, by the end of their names. */
  readonly alphas: ReadonlyMap<string, number>;
  readonly baseModel: string | null;
}

/** Real ones have 1 to 3 KB. */
export const MAX_CONFIG_BYTES = 1_048_576;
const MAX_RANK = 65_536;

const positive = z.number().positive().max(1e9);
const shape = z.object({
  peft_type: z.string(),
  r: z.int().min(1).max(MAX_RANK),
  lora_alpha: positive,
  base_model_name_or_path: z.string().max(4_096).nullish(),
  use_rslora: z.boolean().nullish(),
  use_dora: z.boolean().nullish(),
  fan_in_fan_out: z.boolean().nullish(),
  bias: z.string().nullish(),
  lora_bias: z.boolean().nullish(),
  init_lora_weights: z.union([z.boolean(), z.string()]).nullish(),
  modules_to_save: z.array(z.string()).nullish(),
  layer_replication: z.array(z.unknown()).nullish(),
  target_parameters: z.array(z.unknown()).nullish(),
  alpha_pattern: z.record(z.string().max(1_024), positive).nullish(),
});

/** Ways of beginning that change the model's own weights: the adapter then belongs to a model that nobody has. */
const CHANGES_THE_MODEL = /^(pissa|olora|corda|loftq)/i;

/** Reads the configuration of a LoRA. Throws AdapterProblem, also for what only PEFT itself can do. */
export function parsePeftConfig(json: string): PeftConfig {
  const config = parse(json);
  if (config.peft_type.toUpperCase() !== "LORA") {
    throw new AdapterProblem(`it is an adapter of the kind "${config.peft_type.slice(0, 40)}", which is no LoRA`);
  }
  const unsupported = unsupportedPart(config);
  if (unsupported !== null) throw new AdapterProblem(unsupported);
  return {
    rank: config.r,
    alpha: config.lora_alpha,
    isRankStabilised: config.use_rslora === true,
    alphas: new Map(Object.entries(config.alpha_pattern ?? {}).map(([key, alpha]) => [plainName(key), alpha])),
    baseModel: config.base_model_name_or_path || null,
  };
}

function parse(json: string): z.infer<typeof shape> {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    throw new AdapterProblem("its adapter_config.json is not JSON");
  }
  const parsed = shape.safeParse(content);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new AdapterProblem(`its adapter_config.json has no usable "${where.slice(0, 60)}"`);
}

function unsupportedPart(config: z.infer<typeof shape>): string | null {
  if (config.use_dora === true) return "it is a DoRA, which llama.cpp cannot add to a model";
  if (config.fan_in_fan_out === true) return "its halves are stored the other way round (fan_in_fan_out)";
  if ((config.bias ?? "none") !== "none" || config.lora_bias === true) return "it also changes biases";
  if ((config.modules_to_save ?? []).length > 0) return "it also replaces whole parts of the model (modules_to_save)";
  if ((config.layer_replication ?? []).length > 0) return "it was made for a model with layers repeated";
  if ((config.target_parameters ?? []).length > 0) return "it changes experts, which cannot be converted";
  const begin = config.init_lora_weights;
  if (typeof begin === "string" && CHANGES_THE_MODEL.test(begin)) {
    return `it began from a changed model (${begin.slice(0, 20)}) and works with that one alone`;
  }
  return null;
}

/** PEFT takes these for regular expressions. Names are what they are in practice, and no stranger's expression is run here. */
function plainName(key: string): string {
  if (/^[\w.-]+$/.test(key)) return key;
  throw new AdapterProblem("its strengths are given by patterns of names (alpha_pattern)");
}

/** How strongly this part was trained to work: its products are multiplied by this. */
export function scalingOf(config: PeftConfig, module: string, rank: number): number {
  const key = [...config.alphas.keys()].find((name) => module === name || module.endsWith(`.${name}`));
  const alpha = (key === undefined ? undefined : config.alphas.get(key)) ?? config.alpha;
  return alpha / (config.isRankStabilised ? Math.sqrt(rank) : rank);
}
