import { expect, test } from "vitest";
import { createSpeed } from "./speed.ts";

const quiet = { tokens: 1_000, seconds: 10, switches: 20 };
const disturbed = { tokens: 1_000, seconds: 55, switches: 10_000 };

test("is what undisturbed steps say", () => {
  const speed = createSpeed();
  expect(speed.tokensPerSecond()).toBeNull();
  speed.add(quiet);
  speed.add({ ...quiet, tokens: 500, seconds: 5 });
  expect(speed.tokensPerSecond()).toBe(100);
  speed.add(disturbed);
  expect(speed.tokensPerSecond()).toBe(100);
});

test("being disturbed all the time is how it is", () => {
  const speed = createSpeed();
  speed.add(quiet);
  for (let times = 0; times < 31; times++) speed.add(disturbed);
  expect(speed.tokensPerSecond()).toBeLessThan(20);
});

test("a night's sleep in a step is no speed", () => {
  const speed = createSpeed();
  for (let times = 0; times < 5; times++) speed.add(quiet);
  speed.add({ ...quiet, seconds: 8 * 3_600 });
  expect(speed.tokensPerSecond()).toBe(100);
});

test("is that of late", () => {
  const speed = createSpeed();
  for (let times = 0; times < 40; times++) speed.add(quiet);
  for (let times = 0; times < 32; times++) speed.add({ ...quiet, seconds: 5 });
  expect(speed.tokensPerSecond()).toBe(200);
});

test("a step without tokens or time says nothing", () => {
  const speed = createSpeed();
  speed.add({ tokens: 0, seconds: 1, switches: 0 });
  speed.add({ tokens: 1, seconds: 0, switches: 0 });
  expect(speed.tokensPerSecond()).toBeNull();
});
