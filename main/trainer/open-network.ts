import { isAppError } from "#main/rpc/errors.ts";
import { type Card, chooseCard } from "./ggml/cards.ts";
import { type ModelFile, openWeightFile } from "./ggml/weight-file.ts";
import { CardFull } from "./model-source.ts";
import type { Network } from "./network.ts";
import { layersOn, type NetworkOptions, type OpenedNetwork, openNetworkOn, type OpenOn } from "./open-network-on.ts";
import { isTrusted } from "./trust-card.ts";

export type { NetworkOptions } from "./open-network-on.ts";

/** When so many layers do not fit onto a card, this share of them is tried. */
const FEWER = 0.8;
/** What a card's driver needs for itself while it computes. */
const SPARE_BYTES = 300e6;

/**
 * Reads a model's weights and puts a new adapter on them; on a card with as many layers as fit there, the last ones, and with none on the
 * processor alone. Throws UNSUPPORTED_ARCHITECTURE, MODEL_INVALID (damaged, split, without weights, or of types that are not read),
 * NOT_FOUND, TRAINING_TOO_LARGE, and INVALID_INPUT for a device that is not there.
 */
export async function openNetwork(
  model: ModelFile,
  options: NetworkOptions & { device: string; longestTokens?: number },
): Promise<Network> {
  await using file = await openWeightFile(model);
  const card = chooseCard(options.device);
  const isRefused = card !== null && options.device === "auto" && !(await isTrusted(card));
  if (card !== null && !isRefused) {
    const all = file.number("block_count");
    for (let layers = options.speeds?.[layersOn(card)] ?? all; layers > 0; layers = Math.floor(layers * FEWER)) {
      const network = await openOnCard({ file, model, card: { card, layers } }, options);
      if (network !== null) return network;
    }
  }
  return await openNetworkOn(
    { file, model, card: null },
    { ...options, refusedCard: isRefused ? card.description : null },
  );
}

/** null: it does not fit there. */
async function openOnCard(
  on: OpenOn & { card: { card: Card } },
  options: NetworkOptions & { longestTokens?: number },
): Promise<Network | null> {
  let network: OpenedNetwork | null = null;
  try {
    network = await openNetworkOn(on, options);
    if (options.longestTokens !== undefined) await network.reserve(options.longestTokens);
    const { card } = network.memory();
    if (card === null || card.bytes + SPARE_BYTES <= card.freeBytes) return network;
  } catch (error) {
    const isFull = error instanceof CardFull || (isAppError(error) && error.code === "TRAINING_TOO_LARGE");
    if (!isFull) throw error;
  }
  network?.[Symbol.dispose]();
  return null;
}
