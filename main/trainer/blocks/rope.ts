import { only, type Value } from "../autodiff.ts";
import type { Pointer } from "../ggml/library.ts";
import type { RopeParameters } from "../ggml/operations.ts";
import type { ModelSource } from "../frozen.ts";
import type { Pass } from "../pass.ts";

/** How an architecture turns positions; `factors` divides the frequencies (Llama 3, Phi 3), by the length of the text. */
export interface Rope {
  readonly parameters: RopeParameters;
  factors(tokens: number): Pointer | null;
}

/** Rotary positions (Su et al. 2021) on [size, heads, tokens]. Its gradient is turned back. */
export function rope({ graph, tape, positions, longest }: Pass, { parameters, factors }: Rope, x: Value): Value {
  const divisors = factors(longest);
  return tape.recordOne(graph.rope(x.tensor, positions, divisors, parameters), {
    inputs: [x],
    back: (gradients, give) => give(x, graph.ropeBack(only(gradients), positions, divisors, parameters)),
  });
}

/** llama.cpp's own of these architectures, whatever a file says (`yarn_beta_fast`): what is trained is the model as the engine has it. */
const YARN_BETAS = { betaFast: 32, betaSlow: 1 } as const;

/** As llama.cpp reads it from a file (llama-model.cpp, load_hparams). */
export function ropeOf(
  source: ModelSource,
  { mode, headSize, base, isScaled = true }: { mode: 0 | 2; headSize: number; base?: number; isScaled?: boolean },
): Rope {
  const kind = isScaled ? source.text("rope.scaling.type", "linear") : "none";
  const factor = kind === "none" ? 1 : source.number("rope.scaling.factor", source.number("rope.scale_linear", 1));
  const originalContext = source.number("rope.scaling.original_context_length", source.number("context_length"));
  const parameters: RopeParameters = {
    dimensions: source.number("rope.dimension_count", headSize),
    mode,
    originalContext,
    base: base ?? source.number("rope.freq_base", 10_000),
    scale: factor === 0 ? 1 : 1 / factor,
    extension: kind === "yarn" ? 1 : 0,
    attention: source.number("rope.scaling.attn_factor", 1),
    ...YARN_BETAS,
  };
  const always = source.optionalVector("rope_freqs");
  const short = source.optionalVector("rope_factors_short");
  const long = source.optionalVector("rope_factors_long");
  return { parameters, factors: (tokens) => always ?? (tokens > originalContext ? long : short) };
}
