import { describe, expect, it } from "vitest";
import { createRate } from "./rate.ts";

describe("a rate", () => {
  it("allows a burst, then as many as time has brought", () => {
    let at = 0;
    const rate = createRate(3, 10, () => at);
    expect([rate.allows(), rate.allows(), rate.allows(), rate.allows()]).toEqual([true, true, true, false]);
    at = 100;
    expect([rate.allows(), rate.allows()]).toEqual([true, false]);
    at = 10_000;
    expect([rate.allows(), rate.allows(), rate.allows(), rate.allows()]).toEqual([true, true, true, false]);
  });

  it("says how long a debt lasts", () => {
    let at = 0;
    const rate = createRate(2, 10, () => at);
    expect([rate.charge(), rate.charge(), rate.charge(), rate.charge()]).toEqual([0, 0, 100, 200]);
    at = 200;
    expect(rate.charge()).toBe(100);
  });
});
