import { describe, expect, it } from "vitest";
import { countWords, formatBytes, formatMemory, formatTotal, wordsIn, wordsPerSecond } from "./units.ts";

const sizes = [
  [253_000_000, "0.3\u00a0GB"],
  [5_030_000_000, "5.0\u00a0GB"],
  [84_400_000, "84\u00a0MB"],
  [1_200_000, "1.2\u00a0MB"],
  [9_960_000, "10\u00a0MB"],
  [98_304, "98\u00a0KB"],
  [2_140, "2.1\u00a0KB"],
  [0, "0\u00a0KB"],
  [140_000_000_000, "140\u00a0GB"],
] as const;

describe("numbers with units", () => {
  it.each(sizes)("says the size of a file of %d bytes as %s", (bytes, said) => {
    expect(formatBytes(bytes)).toBe(said);
  });

  it("counts memory as systems do: 16 GB are 16 times 2 to the power of 30", () => {
    expect(formatTotal(16 * 2 ** 30)).toBe("16\u00a0GB");
    expect(formatTotal(23.54 * 2 ** 30)).toBe("23.5\u00a0GB");
    expect(formatTotal(128 * 2 ** 30)).toBe("128\u00a0GB");
    expect(formatMemory(9 * 2 ** 30)).toBe("9.0\u00a0GB");
    expect(formatMemory(12.94 * 2 ** 30)).toBe("12.9\u00a0GB");
  });

  it("turns tokens into words", () => {
    expect(wordsPerSecond(54.7)).toBe(41);
    expect(wordsPerSecond(1.5)).toBe(1.1);
    expect(wordsIn(10_244)).toBe(7_700);
    expect(countWords("  two\nwords ")).toBe(2);
    expect(countWords("")).toBe(0);
  });
});
