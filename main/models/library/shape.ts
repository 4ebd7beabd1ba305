import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { GGUF_LIMITS } from "#main/lib/gguf/limits.ts";
import type { ModelShape } from "../facts.ts";
import { numberOf, numbersOf } from "./metadata.ts";

/** What the header says about a model's dimensions (llama.cpp's hparams); null when it does not, or says nonsense. */
export function shapeOf(header: GgufHeader, architecture: string): ModelShape | null {
  const layers = numberOf(header, `${architecture}.block_count`);
  const embedding = numberOf(header, `${architecture}.embedding_length`);
  if (layers === null || embedding === null || layers > GGUF_LIMITS.keptArrayItems) return null;

  const headsOf = perLayer(header, `${architecture}.attention.head_count`, layers);
  const keyValueHeadsOf = perLayer(header, `${architecture}.attention.head_count_kv`, layers) ?? headsOf;
  const heads = headsOf === null ? 0 : Math.max(0, ...headsOf);
  const usual = heads === 0 ? 0 : embedding / heads;
  const keyLength = numberOf(header, `${architecture}.attention.key_length`) ?? usual;
  const valueLength = numberOf(header, `${architecture}.attention.value_length`) ?? usual;
  // Encoders read a text at once; they keep nothing.
  const isCausal = header.metadata.get(`${architecture}.attention.causal`) !== false;
  const cachedHeads = isCausal ? (keyValueHeadsOf ?? []).reduce((sum, count) => sum + count, 0) : 0;

  const shape: ModelShape = {
    layers,
    embedding,
    feedForward: Math.max(0, ...(perLayer(header, `${architecture}.feed_forward_length`, layers) ?? [])),
    heads,
    keysPerToken: cachedHeads * keyLength,
    valuesPerToken: cachedHeads * valueLength,
    words: header.lengths.get("tokenizer.ggml.tokens") ?? 0,
  };
  return Object.values(shape).every((value) => Number.isSafeInteger(Math.ceil(value)) && value >= 0) ? shape : null;
}

/** One value for every layer: the same for all, or a list with one each (0 where a layer has none). */
function perLayer(header: GgufHeader, key: string, layers: number): number[] | null {
  const single = numberOf(header, key);
  if (single !== null) return Array.from({ length: layers }, () => single);
  const list = numbersOf(header, key);
  return list !== null && list.length >= layers ? list.slice(0, layers) : null;
}
