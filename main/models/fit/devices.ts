import type { ModelFacts, ModelShape } from "../facts.ts";
import type { LoadOptions } from "./contract.ts";
import { cardComputeBytes, type MemoryNeed } from "./memory-need.ts";

/** What could be had by a model now, in bytes. */
export interface FreeMemory {
  ramBytes: number;
  /** Of all cards that engines can use; 0 without. */
  cardBytes: number;
}

/** What a model takes of main memory and of the cards. */
export interface DeviceNeed {
  ramBytes: number;
  cardBytes: number;
  /** Of `totalLayers`: the model's own and the one that turns into words. */
  gpuLayers: number;
  totalLayers: number;
}

/** What a driver keeps on a card for each process, with llama.cpp's kernels. From documentation; no card was at hand. */
const CARD_PROCESS_BYTES = 400e6;

/** Whether these options let a model use a card. */
export function usesCard({ backend, gpuLayers }: LoadOptions): boolean {
  return backend !== "cpu" && gpuLayers !== 0;
}

/**
 * How a model is shared out, as llama.cpp does: layers go to the card from the last on, each with its part of the KV cache; the table
 * of words stays in main memory. With "auto" as many as fit. `need` is all of it, on the processor.
 */
export function shareOut(
  facts: ModelFacts,
  shape: ModelShape,
  options: LoadOptions,
  contextTokens: number,
  need: MemoryNeed,
  free: FreeMemory,
): DeviceNeed {
  const totalLayers = shape.layers + 1;
  const onProcessor = { ramBytes: need.totalBytes, cardBytes: 0, gpuLayers: 0, totalLayers };
  if (free.cardBytes <= 0 || !usesCard(options) || shape.layers === 0) return onProcessor;

  const use = facts.about.weights;
  const tableBytes = use?.embeddingBytes ?? 0;
  const outputBytes = use?.outputBytes ?? 0;
  const ownOutput = use === null || use.outputIsEmbedding ? 0 : outputBytes;
  const layerBytes = (need.weightsBytes - tableBytes - ownOutput + need.kvCacheBytes) / shape.layers;
  const fixedBytes = CARD_PROCESS_BYTES + cardComputeBytes(shape, options, contextTokens);
  const cardBytesOf = (layers: number): number =>
    layers === 0
      ? 0
      : fixedBytes + Math.min(layers, shape.layers) * layerBytes + (layers === totalLayers ? outputBytes : 0);

  let layers = options.gpuLayers === "auto" ? totalLayers : Math.min(options.gpuLayers, totalLayers);
  if (options.gpuLayers === "auto") while (layers > 0 && cardBytesOf(layers) > free.cardBytes) layers -= 1;
  const moved =
    Math.min(layers, shape.layers) * layerBytes + (layers === totalLayers ? ownOutput + need.layoutBytes : 0);
  return {
    ramBytes: Math.ceil(need.totalBytes - moved),
    cardBytes: Math.ceil(cardBytesOf(layers)),
    gpuLayers: layers,
    totalLayers,
  };
}
