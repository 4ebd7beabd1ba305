import { expect, test } from "vitest";
import type { Machine } from "../fit/contract.ts";
import { findShortName, readCatalogue } from "./catalogue.ts";
import { use } from "./contract.ts";
import { licenceOf } from "./licences.ts";
import { recommend, remoteSpeed } from "./recommend.ts";
import { RESOURCES } from "./testing/open-hub.ts";

const entries = readCatalogue(RESOURCES);
const machine = (totalGb: number, cardGb = 0): Machine => ({
  totalMemoryBytes: totalGb * 1e9,
  freeMemoryBytes: totalGb * 0.6e9,
  cloisterMemoryBytes: 0,
  cores: 8,
  gpus: cardGb === 0 ? [] : [{ name: "a card", totalBytes: cardGb * 1e9, freeBytes: cardGb * 0.9e9 }],
  hasVulkan: cardGb > 0,
});

test("every use has models, and every model a name of its own, a licence that is known and a sentence", () => {
  for (const one of use.options) expect(entries.filter(({ uses }) => uses.includes(one)).length).toBeGreaterThan(2);
  for (const names of [entries.map(({ id }) => id), entries.flatMap(({ shortNames }) => shortNames)]) {
    expect(new Set(names).size).toBe(names.length);
  }
  for (const { licence, strengths, memoryBytes, sizeBytes, readBytes } of entries) {
    expect(licenceOf(licence).url).toMatch(/^https:/);
    expect(strengths).toMatch(/^[A-Z].{20,120}\.$/);
    expect(memoryBytes).toBeGreaterThan(sizeBytes * 1.05);
    expect(readBytes).toBeLessThanOrEqual(sizeBytes);
  }
  expect(entries.map(({ sizeBytes }) => sizeBytes)).toEqual(
    entries.map((one) => one.sizeBytes).toSorted((a, b) => a - b),
  );
});

test("short names are found as people type them", () => {
  expect(findShortName(entries, "Gemma3:270M")?.id).toBe("gemma-3-270m");
  expect(findShortName(entries, "qwen3:latest")?.id).toBe("qwen3-8b");
  expect(findShortName(entries, "gemma")).toBeUndefined();
});

test.each([
  [4, 0],
  [8, 0],
  [16, 0],
  [32, 0],
  [16, 12],
  [64, 24],
])("three are recommended with %i GB and a card of %i GB, and all of them can be used there", (total, card) => {
  const chosen = [...recommend(entries, machine(total, card), null)];
  expect(chosen.map(([, reason]) => reason).toSorted()).toEqual(["best", "faster", "other"]);
  for (const [id] of chosen) {
    const entry = entries.find((one) => one.id === id);
    expect(entry?.memoryBytes).toBeLessThan((total * 0.75 + card) * 1e9);
  }
});

test("without a card nothing is recommended that would write too slowly to read along", () => {
  for (const [id] of recommend(entries, machine(64), null)) {
    expect(entries.find((one) => one.id === id)?.readBytes).toBeLessThanOrEqual(3e9);
  }
});

test("what was measured decides: nothing is recommended that would write too slowly here, and a fast computer gets larger ones", () => {
  const sizes = (bytesPerSecond: number) => {
    const measured = { bytesPerSecond, layerMs: 0.2, measuredAt: 1 };
    return [...recommend(entries, machine(16), measured)].map(([id, reason]) => {
      const entry = entries.find((one) => one.id === id);
      const tokensPerSecond = entry === undefined ? null : remoteSpeed(entry, machine(16), measured);
      // Two words, and more.
      expect(tokensPerSecond).toBeGreaterThan(2 / 0.75);
      return { reason, bytes: entry?.readBytes ?? 0 };
    });
  };
  const best = (bytesPerSecond: number) => sizes(bytesPerSecond).find(({ reason }) => reason === "best")?.bytes;
  expect(best(5e9)).toBeLessThan(1e9);
  expect(best(10e9)).toBeLessThan(2e9);
  expect(best(100e9)).toBeGreaterThan(7e9);
});

test("no speed is claimed of what was not measured, nor of a card", () => {
  const [entry] = entries;
  const measured = { bytesPerSecond: 10e9, layerMs: 0, measuredAt: 1 };
  if (entry === undefined) throw new Error("the catalogue is empty");
  expect(remoteSpeed(entry, machine(16), null)).toBeNull();
  expect(remoteSpeed(entry, machine(16, 8), measured)).toBeNull();
  expect(remoteSpeed(entry, machine(16), measured)).toBeCloseTo(34.5, 1);
});
