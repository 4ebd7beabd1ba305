import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import type { Card } from "./ggml/cards.ts";
import { openWeightFile } from "./ggml/weight-file.ts";
import { type OpenedNetwork, openNetworkOn } from "./open-network-on.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

/** Drivers have half precision's three digits; what is computed wrongly is off by as much as there is. */
const CLOSE = { loss: 0.02, gradient: 0.05 };
const TOKENS = 40;
const MODEL = { layers: 2, template: "none", seed: 5 } as const;

/**
 * Whether a card computes the loss of a tiny random model and all gradients of an adapter on it as the processor does. Drivers are wrong in
 * corners, and an adapter that learnt from wrong gradients looks like any other: a card that nobody named is not used untried. Some tenths
 * of a second, or some seconds where the driver compiles first. One whose driver refuses, or breaks off, is not trusted either.
 */
export async function isTrusted(card: Card, read = readWith): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "cloister-card-"));
  try {
    const path = join(folder, "tiny.gguf");
    await writeGguf(path, tinyModel(MODEL));
    const expected = await read(path, null);
    const is = await read(path, card).catch((error: unknown) => {
      process.stderr.write(`${card.name}: ${String(error)}\n`);
      return null;
    });
    return is !== null && agree(expected, is);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Reading {
  readonly loss: number;
  readonly gradients: Float32Array;
}

async function readWith(path: string, card: Card | null): Promise<Reading> {
  const model = { path, name: "tiny.gguf" };
  await using file = await openWeightFile(model);
  const on = card === null ? null : { card, layers: MODEL.layers };
  const settings = { ...USUAL_SETTINGS, rank: 4, backwardType: "f32" as const, threads: 1, speeds: null };
  using network: OpenedNetwork = await openNetworkOn({ file, model, card: on }, settings);
  const { lora, words } = network;
  // B begins with zeros, and all of A's gradients would be zero.
  lora.writeValues(randomValues(7)(lora.length, 0.1));
  const ids = Int32Array.from({ length: TOKENS }, (_, at) => (at * 37) % words);
  const targets = Int32Array.from({ length: TOKENS - 1 }, (_, at) => at);
  const [read] = await network.learn([{ ids, targets }], { weight: 1, dropoutSeed: 0 });
  const gradients = new Float32Array(lora.length);
  lora.readGradients(gradients);
  return { loss: read?.loss ?? NaN, gradients };
}

/** What is no number agrees with nothing. */
export function agree(expected: Reading, is: Reading): boolean {
  let [difference, size] = [0, 0];
  for (const [index, value] of expected.gradients.entries()) {
    difference += (value - (is.gradients[index] ?? NaN)) ** 2;
    size += value ** 2;
  }
  return Math.abs(is.loss - expected.loss) <= CLOSE.loss && difference <= CLOSE.gradient ** 2 * size;
}
