import { startGgml } from "../ggml/ggml.ts";
import type { Card } from "../ggml/cards.ts";
import { openWeightFile } from "../ggml/weight-file.ts";
import type { Network } from "../network.ts";
import { type NetworkOptions, openNetworkOn } from "../open-network-on.ts";
import { USUAL_SETTINGS } from "../train-contract.ts";
import type { Fixture } from "./fixture.ts";
import { loadAdapter } from "./load-adapter.ts";

/** `enum ggml_backend_dev_type`. */
const PROCESSOR = 0;

/** The processor in a card's place: everything that is done for a card is done, and its operations are known to be right. */
export function processorAsCard(): Card {
  const ggml = startGgml();
  const devices = Array.from({ length: ggml.deviceCount() }, (_, index) => ggml.device(index));
  const device = devices.find((candidate) => ggml.deviceType(candidate) === PROCESSOR);
  if (device === undefined) throw new Error("ggml has no backend for the processor");
  return { name: "Second", description: "The processor again", device };
}

/** A fixture's network with its adapter: so many of its last layers on the card, or none of it. */
export async function openFixture(
  fixture: Fixture,
  card: { card: Card; layers: number } | null,
  options: Partial<NetworkOptions> = {},
): Promise<Network> {
  const { rank, alpha } = fixture;
  const model = { path: fixture.model, name: "Tiny" };
  await using file = await openWeightFile(model);
  const settings = { ...USUAL_SETTINGS, rank, alpha, backwardType: "f32" as const, threads: 1, ...options };
  const network = await openNetworkOn({ file, model, card }, settings);
  await loadAdapter(fixture.adapter, network.lora);
  return network;
}

/** All gradients of one reading, which are then forgotten. */
export function gradientsOf({ lora }: Network): Float32Array {
  const all = new Float32Array(lora.length);
  lora.readGradients(all);
  lora.clearGradients();
  return all;
}

/** The largest difference, as a share of the largest number. */
export function differenceOf(is: Float32Array, expected: Float32Array): number {
  const most = (values: Float32Array): number =>
    values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return most(is.map((value, index) => value - (expected[index] ?? NaN))) / most(expected);
}
