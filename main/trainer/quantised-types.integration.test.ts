import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { type GgufFile, writeGguf } from "#main/lib/gguf/write.ts";
import { openNetwork } from "./open-network.ts";
import { gradientsOf } from "./testing/on-card.ts";
import { quantisedModel } from "./testing/quantised-model.ts";
import { type TrainingSettings, USUAL_SETTINGS } from "./train-contract.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** What the numbers of a type may lose against F16 here, in nats of a loss of about 6, and as the cosine of all gradients. */
const TYPES = [
  { type: "BF16", loss: 0.005, cosine: 0.999 },
  { type: "Q8_0", loss: 0.005, cosine: 0.999 },
  { type: "Q6_K", loss: 0.02, cosine: 0.995 },
  { type: "Q5_1", loss: 0.05, cosine: 0.98 },
  { type: "Q5_0", loss: 0.05, cosine: 0.98 },
  { type: "Q5_K", loss: 0.05, cosine: 0.98 },
  { type: "Q4_1", loss: 0.06, cosine: 0.94 },
  { type: "Q4_0", loss: 0.06, cosine: 0.94 },
  { type: "Q4_K", loss: 0.06, cosine: 0.94 },
  { type: "Q3_K", loss: 0.1, cosine: 0.82 },
  { type: "Q2_K", loss: 0.3, cosine: 0.55 },
];

interface Learnt {
  loss: number;
  gradients: Float32Array;
}

async function learn(file: GgufFile, backwardType: TrainingSettings["backwardType"]): Promise<Learnt> {
  const path = join(folder.path, "model.gguf");
  await writeGguf(path, file);
  const settings = { ...USUAL_SETTINGS, device: "cpu", rank: 4, threads: 1, backwardType };
  using network = await openNetwork({ path, name: "Tiny" }, settings);
  network.lora.writeValues(randomValues(3)(network.lora.length, 0.05));
  const ids = Int32Array.from({ length: 64 }, (_, at) => (at * 53) % network.words);
  const targets = Int32Array.from({ length: 63 }, (_, at) => at);
  const [told] = await network.learn([{ ids, targets }], { weight: 1, dropoutSeed: 0 });
  return { loss: told?.loss ?? NaN, gradients: gradientsOf(network) };
}

const f16 = await learn(quantisedModel("F16"), "f32");

it.each(TYPES)("learns on weights in $type as on their numbers, and close to what F16 says", async (each) => {
  const { type } = each;
  const is = await learn(quantisedModel(type), "auto");
  const spread = await learn(quantisedModel(type, true), "f32");
  // The products of activations rounded to eight bits, and copies in eight bits for the gradients.
  expect(Math.abs(is.loss - spread.loss)).toBeLessThan(0.02);
  expect(cosine(is.gradients, spread.gradients)).toBeGreaterThan(0.995);
  expect(Math.abs(is.loss - f16.loss)).toBeLessThan(each.loss);
  expect(cosine(is.gradients, f16.gradients)).toBeGreaterThan(each.cosine);
});

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? NaN), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
