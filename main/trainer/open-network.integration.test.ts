import { describe, expect, it } from "vitest";
import type { Network } from "./network.ts";
import { type NetworkOptions, openNetwork } from "./open-network.ts";
import { FIXTURES, readFixture, type Fixture } from "./testing/fixture.ts";
import { loadAdapter, transposed } from "./testing/load-adapter.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

/** Both compute in F32 and sum in another order. */
const EXACT = 1e-4;
/** Of a gradient's largest number. */
const GRADIENT_SHARE = 2e-3;

async function open(fixture: Fixture, options: Partial<NetworkOptions> = {}): Promise<Network> {
  const { rank, alpha } = fixture;
  const settings = { ...USUAL_SETTINGS, device: "cpu", rank, alpha, backwardType: "f32" as const, threads: 1 };
  const network = await openNetwork({ path: fixture.model, name: "Tiny" }, { ...settings, ...options });
  await loadAdapter(fixture.adapter, network.lora);
  return network;
}

function gradients({ lora }: Network): Float32Array {
  const all = new Float32Array(lora.length);
  lora.readGradients(all);
  lora.clearGradients();
  return all;
}

const ONCE = { weight: 1, dropoutSeed: 1 };

describe.each(FIXTURES)("a network of the fixture %s", (name) => {
  const fixture = readFixture(name);
  const { example } = fixture;
  /** A part of the text, and a shorter one: a batch of unlike lengths. */
  const parts = [
    { ids: example.ids.subarray(0, 40), targets: Int32Array.of(3, 4, 20, 38) },
    { ids: example.ids.subarray(20, 37), targets: Int32Array.of(0, 15) },
  ];

  it.each(["base", "lora"] as const)("has PyTorch's logits: %s", async (side) => {
    using network = await open(fixture);
    const targets = Int32Array.from(fixture.logitRows);
    const logits = await network.logits({ ids: example.ids, targets }, { withAdapter: side === "lora" });
    const expected = fixture.tensor(`logits.${side}`).values;
    expect(logits.length).toBe(expected.length);
    expect(farthest(logits, expected)).toBeLessThan(EXACT);
  });

  it("has PyTorch's losses, and those of the model without the adapter", async () => {
    using network = await open(fixture);
    const [withIt] = await network.judge([example]);
    const [without] = await network.judge([example], { withAdapter: false });
    expect(Math.abs((withIt?.loss ?? NaN) - fixture.loss)).toBeLessThan(EXACT);
    expect(Math.abs((without?.loss ?? NaN) - fixture.baseLoss)).toBeLessThan(EXACT);
    expect(withIt).toMatchObject({ targets: example.targets.length, tokens: example.ids.length });
  });

  it("has PyTorch's gradient of every number", async () => {
    using network = await open(fixture);
    const [told] = await network.learn([example], ONCE);
    expect(Math.abs((told?.loss ?? NaN) - fixture.loss)).toBeLessThan(EXACT);
    const all = gradients(network);
    const compared: string[] = [];
    for (const { tensor, columns, rows, aAt, bAt } of network.lora.pairs) {
      const { rank } = network.lora;
      const a = fixture.tensor(`gradient.${tensor}.lora_a`).values;
      const b = transposed(fixture.tensor(`gradient.${tensor}.lora_b`).values, rows, rank);
      expect(share(all.subarray(aAt, aAt + rank * columns), a), `${tensor}.lora_a`).toBeLessThan(GRADIENT_SHARE);
      expect(share(all.subarray(bAt, bAt + rank * rows), b), `${tensor}.lora_b`).toBeLessThan(GRADIENT_SHARE);
      compared.push(`gradient.${tensor}.lora_a`, `gradient.${tensor}.lora_b`);
    }
    expect(compared.toSorted()).toEqual(fixture.gradients.toSorted());
  });

  it("has the gradient that small steps to both sides say", async () => {
    using network = await open(fixture);
    await network.learn(parts, { weight: 0.5, dropoutSeed: 1 });
    const all = gradients(network);
    const values = new Float32Array(network.lora.length);
    network.lora.readValues(values);
    const lossAt = async (index: number, value: number): Promise<number> => {
      const moved = values.slice();
      moved[index] = value;
      network.lora.writeValues(moved);
      const told = await network.judge(parts);
      return told.reduce((sum, { loss }) => sum + 0.5 * loss, 0);
    };
    const step = 0.01;
    for (const { aAt, bAt, columns, rows, tensor } of network.lora.pairs) {
      for (const index of [largest(all, aAt, columns), largest(all, bAt, rows)]) {
        const value = values[index] ?? NaN;
        const slope = ((await lossAt(index, value + step)) - (await lossAt(index, value - step))) / (2 * step);
        const is = all[index] ?? NaN;
        expect(Math.abs(slope - is), tensor).toBeLessThan(0.01 * Math.abs(is) + 1e-4);
      }
    }
  });

  it("adds up what single examples give", async () => {
    using network = await open(fixture);
    const together = await network.learn(parts, ONCE);
    const sum = gradients(network);
    const alone = [];
    for (const part of parts) alone.push(...(await network.learn([part], ONCE)));
    expect(share(gradients(network), sum)).toBeLessThan(1e-5);
    alone.forEach(({ loss }, index) => expect(together[index]?.loss).toBeCloseTo(loss, 5));
  });

  it("has the same gradients when layers are computed again instead of kept", async () => {
    using kept = await open(fixture);
    using again = await open(fixture, { isCheckpointing: true });
    await kept.learn(parts, ONCE);
    await again.learn(parts, ONCE);
    expect(share(gradients(again), gradients(kept))).toBeLessThan(1e-6);
  });

  it("trains the last layers alone as among all whose adapters do nothing", async () => {
    using whole = await open(fixture);
    using last = await open(fixture, { lastLayers: 1 });
    const isLast = ({ tensor }: { tensor: string }): boolean => last.lora.pairs.some((pair) => pair.tensor === tensor);
    const values = new Float32Array(whole.lora.length);
    whole.lora.readValues(values);
    for (const pair of whole.lora.pairs.filter((one) => !isLast(one))) {
      values.fill(0, pair.bAt, pair.bAt + whole.lora.rank * pair.rows);
    }
    whole.lora.writeValues(values);
    await whole.learn(parts, ONCE);
    await last.learn(parts, ONCE);
    const all = gradients(whole);
    const own = gradients(last);
    expect(last.lora.pairs.length).toBeLessThan(whole.lora.pairs.length);
    for (const pair of last.lora.pairs) {
      const same = whole.lora.pairs.find(({ tensor }) => tensor === pair.tensor) ?? pair;
      const count = last.lora.rank * pair.columns;
      expect(share(own.subarray(pair.aAt, pair.aAt + count), all.subarray(same.aAt, same.aAt + count))).toBeLessThan(
        1e-5,
      );
    }
  });

  it("leaves out other inputs with another seed, the same with the same, and none when it judges", async () => {
    using network = await open(fixture, { dropout: 0.2 });
    const losses: number[] = [];
    for (const dropoutSeed of [1, 1, 2]) {
      losses.push(...(await network.learn([example], { weight: 1, dropoutSeed })).map(({ loss }) => loss));
    }
    const [first, again, other] = losses;
    expect(again).toBe(first);
    expect(Math.abs((other ?? NaN) - (first ?? NaN))).toBeGreaterThan(1e-5);
    const [judged] = await network.judge([example]);
    expect(Math.abs((judged?.loss ?? NaN) - fixture.loss)).toBeLessThan(EXACT);
  });
});

function farthest(is: Float32Array, expected: Float32Array): number {
  return is.reduce((most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? NaN))), 0);
}

/** The largest difference, as a share of the largest number. */
function share(is: Float32Array, expected: Float32Array): number {
  return farthest(is, expected) / expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function largest(values: Float32Array, from: number, count: number): number {
  let best = from;
  for (let index = from; index < from + count; index += 1) {
    if (Math.abs(values[index] ?? 0) > Math.abs(values[best] ?? 0)) best = index;
  }
  return best;
}
