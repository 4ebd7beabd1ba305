import type { Value } from "../autodiff.ts";
import { add, rmsNorm, splitRows } from "../blocks/arithmetic.ts";
import { swiglu } from "../blocks/feed-forward.ts";
import { linear } from "../blocks/linear.ts";
import { ropeOf } from "../blocks/rope.ts";
import { attendTo, shapeOf } from "../blocks/self-attention.ts";
import { embed } from "../blocks/vocabulary.ts";
import type { ModelSource } from "../frozen.ts";
import type { Pass } from "../pass.ts";
import { type Architecture, type Body, declareLayers, throughLayers } from "./architecture.ts";

/**
 * Phi 3: llama with queries, keys and values in one matrix, and gate and values of the SwiGLU in another (Phi-3 report, 2024). Its
 * sliding window is not used, as llama.cpp does not.
 */
export const phi3: Architecture = { name: "phi3", declare };

function declare(source: ModelSource): Body {
  const epsilon = source.number("attention.layer_norm_rms_epsilon");
  const shape = { ...shapeOf(source), window: null };
  const rope = ropeOf(source, { mode: 2, headSize: shape.headSize });
  const attention = { shape, rope, norms: null };
  const keyRows = shape.keyHeads * shape.headSize;
  const parts = [shape.heads * shape.headSize, keyRows, keyRows];
  const forward = source.number("feed_forward_length");
  const embedding = source.embedding();
  const layers = declareLayers(source, (index) => ({
    attentionNorm: source.vector(`blk.${String(index)}.attn_norm`),
    qkv: source.linears(index, ["attn_qkv"], ["attn_q", "attn_k", "attn_v"]),
    output: source.linears(index, ["attn_output"]),
    forwardNorm: source.vector(`blk.${String(index)}.ffn_norm`),
    gateUp: source.linears(index, ["ffn_up"], ["ffn_gate", "ffn_up"]),
    down: source.linears(index, ["ffn_down"]),
  }));
  const outputNorm = source.vector("output_norm");

  function hidden(pass: Pass): Value {
    const rows = throughLayers(pass, source, layers, embed(pass, embedding, null), (inner, layer, x, behind) => {
      const qkv = linear(inner, layer.qkv, rmsNorm(inner, x, layer.attentionNorm, epsilon), inner.tokens);
      const [q, k, v] = splitRows(inner, qkv, inner.tokens, parts);
      if (q === undefined || k === undefined || v === undefined) throw new Error("Attention needs three parts");
      const attended = behind.narrow(inner, attendTo(inner, attention, q, k, v));
      const middle = add(inner, behind.narrow(inner, x), linear(inner, layer.output, attended, behind.rows));
      const both = linear(inner, layer.gateUp, rmsNorm(inner, middle, layer.forwardNorm, epsilon), behind.rows);
      const [gate, up] = splitRows(inner, both, behind.rows, [forward, forward]);
      if (gate === undefined || up === undefined) throw new Error("A SwiGLU needs a gate and its values");
      return add(inner, middle, linear(inner, layer.down, swiglu(inner, gate, up), behind.rows));
    });
    return rmsNorm(pass, rows, outputNorm, epsilon);
  }

  return { hidden, head: source.head(null) };
}
