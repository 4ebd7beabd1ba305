import type { GgufHeader } from "#main/lib/gguf/read.ts";
import type { ModelFacts } from "../facts.ts";
import { aboutOf } from "./about.ts";
import { hasChatTemplate, kindOf, thinks } from "./kind.ts";
import { numberOf, textOf } from "./metadata.ts";
import { modelName } from "./model-name.ts";
import { quantisationOf } from "./quantisation.ts";
import { shapeOf } from "./shape.ts";

/** What the headers of a model's parts (most have one) say about it. The first holds the metadata. */
export function describeModel(path: string, first: GgufHeader, others: readonly GgufHeader[]): ModelFacts {
  const architecture = textOf(first, "general.architecture") ?? "";
  const kind = kindOf(others.length === 0 ? first : { ...first, tensors: allTensors(first, others) }, architecture);
  const tensors = allTensors(first, others);
  const parameters = tensors.reduce((sum, tensor) => sum + tensor.elements, 0);
  return {
    name: modelName(first, path),
    kind,
    architecture,
    parameters: parameters === 0 ? null : parameters,
    quantisation: quantisationOf({ ...first, tensors }),
    licence: textOf(first, "general.license.name") ?? textOf(first, "general.license"),
    trainedContextTokens: numberOf(first, `${architecture}.context_length`) ?? 0,
    hasChatTemplate: hasChatTemplate(first),
    thinks: thinks(first),
    weightsBytes: tensors.reduce((sum, tensor) => sum + tensor.sizeBytes, 0),
    shape: kind === "adapter" ? adapterShape(first) : shapeOf(first, architecture),
    about: aboutOf({ ...first, tensors }, architecture, kind),
  };
}

function allTensors(first: GgufHeader, others: readonly GgufHeader[]): GgufHeader["tensors"] {
  return others.length === 0 ? first.tensors : [first, ...others].flatMap((header) => header.tensors);
}

/** An adapter's file says little; its tensors say for how many layers and how wide a model it was made. */
function adapterShape(header: GgufHeader): ModelFacts["shape"] {
  let layers = 0;
  let embedding = 0;
  for (const { name, shape } of header.tensors) {
    const layer = /^blk\.(\d{1,4})\./.exec(name)?.[1];
    if (layer !== undefined) layers = Math.max(layers, Number(layer) + 1);
    // lora_a takes what comes into its layer: for queries and keys, the model's own width.
    if (/attn_[qkv]\.weight\.lora_a$/.test(name)) embedding = shape[0] ?? 0;
  }
  return { layers, embedding, feedForward: 0, heads: 0, keysPerToken: 0, valuesPerToken: 0, words: 0 };
}
