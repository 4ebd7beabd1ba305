import { describe, expect, it } from "vitest";
import { type Card, chooseCard, listCards } from "./ggml/cards.ts";
import { openNetwork } from "./open-network.ts";
import { layersOn } from "./open-network-on.ts";
import { FIXTURES, readFixture } from "./testing/fixture.ts";
import { differenceOf, gradientsOf, openFixture, processorAsCard } from "./testing/on-card.ts";
import { agree, isTrusted } from "./trust-card.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

const ONCE = { weight: 1, dropoutSeed: 1 };

// Before the backend for Vulkan looks: also a software driver, which it leaves out else, and products in F32.
process.env["GGML_VK_VISIBLE_DEVICES"] ??= "0";
process.env["GGML_VK_DISABLE_F16"] ??= "1";

describe.each(FIXTURES)("the processor in a card's place, with the fixture %s", (name) => {
  const fixture = readFixture(name);
  const { example } = fixture;

  it.each([2, 1])("has the losses and gradients that it has alone: %i layers", async (layers) => {
    using alone = await openFixture(fixture, null);
    using shared = await openFixture(fixture, { card: processorAsCard(), layers });
    const [expected] = await alone.learn([example], ONCE);
    const [told] = await shared.learn([example], ONCE);
    expect(told?.loss).toBeCloseTo(expected?.loss ?? NaN, 5);
    expect(differenceOf(gradientsOf(shared), gradientsOf(alone))).toBeLessThan(1e-4);
    const [judged] = await shared.judge([example], { withAdapter: false });
    expect(judged?.loss).toBeCloseTo(fixture.baseLoss, 4);
    expect(shared.fallbacks).toEqual([]);
  });
});

describe("with the processor in a card's place", () => {
  const fixture = readFixture("gemma3");

  it("computes layers again instead of keeping them, and leaves out the same inputs", async () => {
    const options = { isCheckpointing: true, dropout: 0.2 };
    using alone = await openFixture(fixture, null, options);
    using shared = await openFixture(fixture, { card: processorAsCard(), layers: 3 }, options);
    await alone.learn([fixture.example], ONCE);
    await shared.learn([fixture.example], ONCE);
    expect(differenceOf(gradientsOf(shared), gradientsOf(alone))).toBeLessThan(1e-4);
  });

  it("says how many layers lie there, so that another time there are as many", async () => {
    const card = processorAsCard();
    using shared = await openFixture(fixture, { card, layers: 3 });
    expect(shared.speeds[layersOn(card)]).toBe(3);
    expect(shared.memory().card).toMatchObject({ name: card.description, layers: 3, ofLayers: 6 });
  });
});

it("a card that computes as the processor does is trusted, and one that computes nothing is not", async () => {
  const card = processorAsCard();
  expect(await isTrusted(card)).toBe(true);
  expect(agree({ loss: 3, gradients: new Float32Array(4).fill(1) }, { loss: 3, gradients: new Float32Array(4) })).toBe(
    false,
  );
  const some = new Float32Array([1, NaN, 1, 1]);
  expect(agree({ loss: 3, gradients: new Float32Array(4).fill(1) }, { loss: 3, gradients: some })).toBe(false);
});

it("a card whose driver refuses is not trusted, and nothing else ends for it", async () => {
  const reading = { loss: 3, gradients: new Float32Array(4).fill(1) };
  const read = (_: string, card: Card | null) =>
    card === null ? Promise.resolve(reading) : Promise.reject(new Error("The driver refused to compute"));
  expect(await isTrusted(processorAsCard(), read)).toBe(false);
});

it("a device that is not there is refused with those that are", () => {
  expect(chooseCard("cpu")).toBeNull();
  expect(() => chooseCard("CUDA7")).toThrow(/no device called CUDA7 here.*cpu/s);
});

/** Of a driver that computes in F32; the first time it compiles for half a minute. */
const CLOSE = { loss: 1e-3, gradient: 1e-2 };
const COMPILING_MS = 400_000;

const [card] = listCards();
describe.skipIf(card === undefined)("a card: (needs: a card, or a software driver for Vulkan)", () => {
  const there = card as Card;

  it.each([
    { name: "llama", layers: 2 },
    { name: "gemma3", layers: 4 },
  ] as const)(
    "has PyTorch's loss and the processor's gradients: $name, $layers layers of it on the card",
    async ({ name, layers }) => {
      const fixture = readFixture(name);
      using alone = await openFixture(fixture, null);
      using shared = await openFixture(fixture, { card: there, layers });
      await alone.learn([fixture.example], ONCE);
      const [told] = await shared.learn([fixture.example], ONCE);
      expect(Math.abs((told?.loss ?? NaN) - fixture.loss)).toBeLessThan(CLOSE.loss);
      expect(differenceOf(gradientsOf(shared), gradientsOf(alone))).toBeLessThan(CLOSE.gradient);
      expect(shared.memory().card?.bytes).toBeGreaterThan(0);
    },
    COMPILING_MS,
  );

  it(
    "takes as many layers as were there before",
    async () => {
      const { model } = readFixture("llama");
      const options = { ...USUAL_SETTINGS, threads: 1, device: there.name, longestTokens: 32 };
      using first = await openNetwork({ path: model, name: "Tiny" }, options);
      expect(first.memory().card).toMatchObject({ layers: 2, ofLayers: 2 });
      const speeds = { ...first.speeds, [layersOn(there)]: 1 };
      using again = await openNetwork({ path: model, name: "Tiny" }, { ...options, speeds });
      expect(again.memory().card).toMatchObject({ layers: 1 });
    },
    COMPILING_MS,
  );
});
