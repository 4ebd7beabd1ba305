import { expect, test } from "vitest";
import { randomContent } from "../testing/content.ts";
import { addSamples, NO_SAMPLES } from "./samples.ts";

const FROM = 4_096;
const LENGTH = 8_192;
const bytes = Buffer.from(await randomContent(FROM + LENGTH).read(FROM, FROM + LENGTH));
const whole = addSamples(NO_SAMPLES, bytes, FROM);

test("it does not matter in which parts the bytes came", () => {
  for (const cuts of [[1], [63, 64, 65], [700, 701, 5_000], [8_191]]) {
    const edges = [0, ...cuts, LENGTH];
    const sum = edges.slice(1).reduce((samples, to, index) => {
      const from = edges[index] ?? 0;
      return addSamples(samples, bytes.subarray(from, to), FROM + from);
    }, NO_SAMPLES);
    expect(sum).toBe(whole);
  }
});

test("a sector that was lost, or lies elsewhere, is noticed", () => {
  for (let sector = 0; sector < LENGTH; sector += 512) {
    const lost = Buffer.from(bytes).fill(0, sector, sector + 512);
    expect(addSamples(NO_SAMPLES, lost, FROM)).not.toBe(whole);
  }
  const swapped = Buffer.concat([bytes.subarray(512, 1_024), bytes.subarray(0, 512), bytes.subarray(1_024)]);
  expect(addSamples(NO_SAMPLES, swapped, FROM)).not.toBe(whole);
});
