import type { Value } from "../autodiff.ts";
import { add, rmsNorm } from "../blocks/arithmetic.ts";
import { geglu } from "../blocks/feed-forward.ts";
import { linear, linears } from "../blocks/linear.ts";
import { ropeOf } from "../blocks/rope.ts";
import { selfAttention, shapeOf } from "../blocks/self-attention.ts";
import { embed } from "../blocks/vocabulary.ts";
import type { ModelSource } from "../frozen.ts";
import type { Pass } from "../pass.ts";
import { type Architecture, type Body, declareLayers, throughLayers } from "./architecture.ts";

/** One layer of so many sees everything; the others see a window, and turn faster (Gemma 3 report, 2025). */
const PERIOD = 6;
const LOCAL_BASE = 10_000;
/** The 27B model's queries are scaled by its width for each head, not by the head's size (llama.cpp, gemma3). */
const LAYERS_27B = 62;

/** Gemma 3: norms before and behind attention and GeGLU, norms of queries and keys, five layers with a window to one without. */
export const gemma3: Architecture = { name: "gemma3", declare };

function declare(source: ModelSource): Body {
  const epsilon = source.number("attention.layer_norm_rms_epsilon");
  const usual = shapeOf(source);
  const dimensions = source.number("embedding_length");
  const scale = source.layers === LAYERS_27B ? 1 / Math.sqrt(dimensions / usual.heads) : usual.scale;
  const period = source.number("attention.sliding_window_pattern", PERIOD);
  const headSize = usual.headSize;
  const kinds = {
    local: {
      shape: { ...usual, scale, window: source.number("attention.sliding_window") },
      rope: ropeOf(source, {
        mode: 2,
        headSize,
        base: source.number("rope.freq_base_swa", LOCAL_BASE),
        isScaled: false,
      }),
    },
    whole: { shape: { ...usual, scale, window: null }, rope: ropeOf(source, { mode: 2, headSize }) },
  };
  const embedding = source.embedding();
  const layers = declareLayers(source, (index) => {
    const part = (name: string) => source.vector(`blk.${String(index)}.${name}`);
    return {
      attentionNorm: part("attn_norm"),
      attention: {
        qkv: source.linears(index, ["attn_q", "attn_k", "attn_v"]),
        norms: { q: part("attn_q_norm"), k: part("attn_k_norm"), epsilon },
        ...(index % period < period - 1 ? kinds.local : kinds.whole),
      },
      output: source.linears(index, ["attn_output"]),
      postAttentionNorm: part("post_attention_norm"),
      forwardNorm: part("ffn_norm"),
      gateUp: source.linears(index, ["ffn_gate", "ffn_up"]),
      down: source.linears(index, ["ffn_down"]),
      postForwardNorm: part("post_ffw_norm"),
    };
  });
  const outputNorm = source.vector("output_norm");
  const cap = source.number("final_logit_softcapping", 0);

  function hidden(pass: Pass): Value {
    const words = embed(pass, embedding, Math.sqrt(dimensions));
    const rows = throughLayers(pass, source, layers, words, (inner, layer, x, behind) => {
      const attended = selfAttention(inner, layer.attention, rmsNorm(inner, x, layer.attentionNorm, epsilon));
      const output = linear(inner, layer.output, behind.narrow(inner, attended), behind.rows);
      const middle = add(inner, rmsNorm(inner, output, layer.postAttentionNorm, epsilon), behind.narrow(inner, x));
      const [gate, up] = linears(inner, layer.gateUp, rmsNorm(inner, middle, layer.forwardNorm, epsilon), behind.rows);
      if (gate === undefined || up === undefined) throw new Error("A GeGLU needs a gate and its values");
      const down = linear(inner, layer.down, geglu(inner, gate, up), behind.rows);
      return add(inner, rmsNorm(inner, down, layer.postForwardNorm, epsilon), middle);
    });
    return rmsNorm(pass, rows, outputNorm, epsilon);
  }

  return { hidden, head: source.head(cap > 0 ? cap : null) };
}
