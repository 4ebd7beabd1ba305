import type { Value } from "../autodiff.ts";
import { add, rmsNorm } from "../blocks/arithmetic.ts";
import { swiglu } from "../blocks/feed-forward.ts";
import { linear, linears } from "../blocks/linear.ts";
import { ropeOf } from "../blocks/rope.ts";
import { selfAttention, shapeOf } from "../blocks/self-attention.ts";
import { embed } from "../blocks/vocabulary.ts";
import type { ModelSource } from "../frozen.ts";
import type { Pass } from "../pass.ts";
import { type Architecture, type Body, declareLayers, throughLayers } from "./architecture.ts";

/** What llama's relatives do otherwise. */
export interface LlamaKind {
  readonly name: string;
  /** Which numbers of a head turn together: llama's files have neighbours, the others halves. */
  readonly mode: 0 | 2;
  readonly hasHeadNorms: boolean;
}

/** Llama 2 and 3, Mistral, SmolLM: norm, attention, norm, SwiGLU, each added to the rows (Touvron et al. 2023). */
export const llama = llamaLike({ name: "llama", mode: 0, hasHeadNorms: false });

export function llamaLike({ name, mode, hasHeadNorms }: LlamaKind): Architecture {
  return { name, declare: (source) => declare(source, mode, hasHeadNorms) };
}

function declare(source: ModelSource, mode: 0 | 2, hasHeadNorms: boolean): Body {
  const epsilon = source.number("attention.layer_norm_rms_epsilon");
  const shape = { ...shapeOf(source), window: null };
  const rope = ropeOf(source, { mode, headSize: shape.headSize });
  const embedding = source.embedding();
  const layers = declareLayers(source, (index) => {
    const block = `blk.${String(index)}`;
    return {
      attentionNorm: source.vector(`${block}.attn_norm`),
      attention: {
        qkv: source.linears(index, ["attn_q", "attn_k", "attn_v"]),
        norms: hasHeadNorms
          ? { q: source.vector(`${block}.attn_q_norm`), k: source.vector(`${block}.attn_k_norm`), epsilon }
          : null,
        shape,
        rope,
      },
      output: source.linears(index, ["attn_output"]),
      forwardNorm: source.vector(`${block}.ffn_norm`),
      gateUp: source.linears(index, ["ffn_gate", "ffn_up"]),
      down: source.linears(index, ["ffn_down"]),
    };
  });
  const outputNorm = source.vector("output_norm");

  function hidden(pass: Pass): Value {
    const rows = throughLayers(pass, source, layers, embed(pass, embedding, null), (inner, layer, x, behind) => {
      const attended = selfAttention(inner, layer.attention, rmsNorm(inner, x, layer.attentionNorm, epsilon));
      const output = linear(inner, layer.output, behind.narrow(inner, attended), behind.rows);
      const middle = add(inner, behind.narrow(inner, x), output);
      const [gate, up] = linears(inner, layer.gateUp, rmsNorm(inner, middle, layer.forwardNorm, epsilon), behind.rows);
      if (gate === undefined || up === undefined) throw new Error("A SwiGLU needs a gate and its values");
      return add(inner, middle, linear(inner, layer.down, swiglu(inner, gate, up), behind.rows));
    });
    return rmsNorm(pass, rows, outputNorm, epsilon);
  }

  return { hidden, head: source.head(null) };
}
