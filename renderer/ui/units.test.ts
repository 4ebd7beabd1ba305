import { describe, expect, it } from "vitest";
import { countWords, formatBytes, wordsIn, wordsPerSecond } from "./units.ts";

describe("numbers with units", () => {
  it("says sizes in GB with one decimal, small ones in MB", () => {
    expect([253_000_000, 5_030_000_000, 16_000_000_000, 84_400_000, 1_200_000].map(formatBytes)).toEqual([
      "0.3\u00a0GB",
      "5\u00a0GB",
      "16\u00a0GB",
      "84\u00a0MB",
      "1.2\u00a0MB",
    ]);
  });

  it("turns tokens into words", () => {
    expect(wordsPerSecond(54.7)).toBe(41);
    expect(wordsPerSecond(1.5)).toBe(1.1);
    expect(wordsIn(10_244)).toBe(7_700);
    expect(countWords("  two\nwords ")).toBe(2);
    expect(countWords("")).toBe(0);
  });
});
