import { GgufProblem } from "./byte-reader.ts";
import type { GgufHeader } from "./read.ts";
import type { GgufTensor } from "./tensors.ts";

/** What an adapter (a LoRA) is, as its header says it. */
export interface AdapterFacts {
  readonly architecture: string;
  /** Its products are scaled by alpha / rank; 0: not at all. */
  readonly alpha: number;
  /** Of its pairs; the largest when they differ. */
  readonly rank: number;
  /** The model that it was made from, where it says so. */
  readonly baseModel: string | null;
  readonly pairs: readonly AdapterPair[];
}

/** What is added to one tensor of the model: b · a. Shapes as in the file, fastest dimension first, padded to three. */
export interface AdapterPair {
  /** The model's tensor: "blk.0.attn_q.weight". */
  readonly tensor: string;
  readonly a: Shape;
  readonly b: Shape;
}

export type Shape = readonly [columns: number, rows: number, matrices: number];

/** A model's tensors by name: what an adapter can be added to. */
export type ModelLayout = ReadonlyMap<string, Shape>;

const SUFFIX = /\.lora_([ab])$/;
/** Types whose values can be looked at one by one (see finite.ts). */
const TYPES = new Set(["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q5_0"]);

/**
 * Reads a header as an adapter's. It demands all that llama.cpp's `llama_adapter_lora_init` demands, and what it asserts or takes
 * for granted as well: it ends the process over a value of another type. Throws GgufProblem.
 */
export function adapterFacts(header: GgufHeader): AdapterFacts {
  const type = textOf(header, "general.type");
  if (type !== "adapter") throw new GgufProblem("it is a model of its own, and no adapter");
  const kind = textOf(header, "adapter.type") ?? "";
  if (kind !== "lora") throw new GgufProblem(`it is an adapter of the kind "${kind.slice(0, 40)}", which is no LoRA`);
  const architecture = textOf(header, "general.architecture");
  if (architecture === null) throw new GgufProblem("it does not say for which kind of model it was made");
  if (header.types.has("adapter.alora.invocation_tokens")) {
    throw new GgufProblem("it is meant to work after certain words only (an activated LoRA), which is not supported");
  }
  const pairs = pairsOf(header.tensors);
  return {
    architecture,
    alpha: alphaOf(header),
    rank: pairs.reduce((most, { b }) => Math.max(most, b[0]), 0),
    baseModel: baseModelOf(header),
    pairs,
  };
}

function alphaOf(header: GgufHeader): number {
  const alpha = header.metadata.get("adapter.lora.alpha");
  if (alpha === undefined && !header.types.has("adapter.lora.alpha")) return 0;
  if (header.types.get("adapter.lora.alpha") !== "f32" || typeof alpha !== "number") {
    throw new GgufProblem("its strength (alpha) is not a number as it should be");
  }
  if (!Number.isFinite(alpha)) throw new GgufProblem("its strength (alpha) is not a finite number");
  return alpha;
}

function baseModelOf(header: GgufHeader): string | null {
  return textOf(header, "general.base_model.0.name") ?? textOf(header, "general.base_model.0.repo_url");
}

function pairsOf(tensors: readonly GgufTensor[]): AdapterPair[] {
  const halves = new Map<string, { a?: GgufTensor; b?: GgufTensor }>();
  for (const tensor of tensors) {
    const side = SUFFIX.exec(tensor.name)?.[1];
    // llama.cpp passes these over.
    if (side === undefined && tensor.name.endsWith("_norm.weight")) continue;
    if (side === undefined) throw new GgufProblem(`it holds "${tensor.name}", which is no part of a LoRA`);
    if (!TYPES.has(tensor.type)) {
      throw new GgufProblem(`its values are stored as ${tensor.type}, which cannot be used for adapters`);
    }
    const name = tensor.name.replace(SUFFIX, "");
    const half = halves.get(name) ?? {};
    halves.set(name, { ...half, [side as "a" | "b"]: tensor });
  }
  if (halves.size === 0) throw new GgufProblem("there is nothing in it");
  return [...halves].map(([tensor, { a, b }]) => pairOf(tensor, a, b));
}

function pairOf(tensor: string, a: GgufTensor | undefined, b: GgufTensor | undefined): AdapterPair {
  if (a === undefined || b === undefined) throw new GgufProblem(`one half of what it adds to ${tensor} is missing`);
  const pair = { tensor, a: shapeOf(a), b: shapeOf(b) };
  if (a.elements === 0 || b.elements === 0) throw new GgufProblem(`what it adds to ${tensor} is empty`);
  const rankOfA = isEmbedding(tensor) ? pair.a[0] : pair.a[1];
  if (rankOfA !== pair.b[0])
    throw new GgufProblem(`the two halves of what it adds to ${tensor} do not belong together`);
  return pair;
}

/** The dimensions of a tensor, with 1 for those that it has not. */
export function shapeOf({ name, shape }: Pick<GgufTensor, "name" | "shape">): Shape {
  const [columns = 1, rows = 1, matrices = 1, more = 1] = shape;
  if (more !== 1) throw new GgufProblem(`its tensor ${name} has four dimensions`);
  return [columns, rows, matrices];
}

/** Of the table of words llama.cpp wants both halves the other way round, since it looks rows up in it. */
function isEmbedding(tensor: string): boolean {
  return tensor.endsWith("token_embd.weight");
}

/**
 * Why an adapter cannot be used with a model, as a clause ("it was made for …"); null when it can. The checks are llama.cpp's, and that of
 * the experts, which it leaves out.
 */
export function misfit(facts: AdapterFacts, architecture: string, layout: ModelLayout): string | null {
  if (facts.architecture !== architecture) {
    return `it was made for models of the kind “${facts.architecture}”, and this one is “${architecture}”`;
  }
  const layers = layersIn(layout.keys());
  const made = layersIn(facts.pairs.map(({ tensor }) => tensor));
  if (made > layers) return `it was made for a model of at least ${made} layers, and this one has ${layers}`;
  for (const { tensor, a, b } of facts.pairs) {
    const has = layout.get(tensor);
    if (has === undefined) return `it changes ${tensor}, which this model has not`;
    const [columns, rows] = isEmbedding(tensor) ? [b[1], a[1]] : [a[0], b[1]];
    if (columns !== has[0] || rows !== has[1]) {
      const size = `${columns} × ${rows}, and here it is ${has[0]} × ${has[1]}`;
      return `it was made for a model of another size: ${tensor} was ${size}`;
    }
    if (a[2] !== has[2] || b[2] !== has[2]) return `it was made for a model with another number of experts`;
  }
  return null;
}

function layersIn(names: Iterable<string>): number {
  let layers = 0;
  for (const name of names) {
    const layer = /^blk\.(\d{1,5})\./.exec(name)?.[1];
    if (layer !== undefined) layers = Math.max(layers, Number(layer) + 1);
  }
  return layers;
}

function textOf(header: GgufHeader, key: string): string | null {
  const value = header.metadata.get(key);
  return header.types.get(key) === "string" && !header.lengths.has(key) && typeof value === "string" ? value : null;
}
