import type { Value } from "../autodiff.ts";
import type { LinearGroup, ModelSource } from "../frozen.ts";
import type { Pointer } from "../ggml/library.ts";
import type { Pass } from "../pass.ts";
import { rmsNorm, splitHeads } from "./arithmetic.ts";
import { attention, type AttentionShape } from "./attention.ts";
import { linears } from "./linear.ts";
import { rope, type Rope } from "./rope.ts";

export interface SelfAttention {
  /** Queries, keys and values. */
  readonly qkv: LinearGroup;
  readonly shape: AttentionShape;
  readonly rope: Rope;
  /** Norms of each head's queries and keys, where the architecture has them. */
  readonly norms: { readonly q: Pointer; readonly k: Pointer; readonly epsilon: number } | null;
}

/** From normalised rows to the heads' results, before the output layer. */
export function selfAttention(pass: Pass, own: SelfAttention, x: Value): Value {
  const [q, k, v] = linears(pass, own.qkv, x, pass.tokens);
  if (q === undefined || k === undefined || v === undefined)
    throw new Error("Attention needs queries, keys and values");
  return attendTo(pass, own, q, k, v);
}

/** The part behind the linear layers. */
export function attendTo(pass: Pass, own: Omit<SelfAttention, "qkv">, q: Value, k: Value, v: Value): Value {
  const { shape, norms } = own;
  const turned = (rows: Value, heads: number, weight: Pointer | undefined): Value => {
    const split = splitHeads(pass, rows, heads, shape.headSize);
    const normed = norms === null || weight === undefined ? split : rmsNorm(pass, split, weight, norms.epsilon);
    return rope(pass, own.rope, normed);
  };
  return attention(
    pass,
    turned(q, shape.heads, norms?.q),
    turned(k, shape.keyHeads, norms?.k),
    splitHeads(pass, v, shape.keyHeads, shape.headSize),
    shape,
  );
}

/** The usual shape, from the file. */
export function shapeOf(source: ModelSource): Omit<AttentionShape, "window"> {
  const heads = source.number("attention.head_count");
  const keyHeads = source.number("attention.head_count_kv", heads);
  const headSize = source.number("attention.key_length", source.number("embedding_length") / heads);
  if (source.number("attention.value_length", headSize) !== headSize || heads % keyHeads !== 0) {
    throw source.invalid("Its attention has a shape that the trainer does not know.");
  }
  return { heads, keyHeads, headSize, scale: 1 / Math.sqrt(headSize) };
}
