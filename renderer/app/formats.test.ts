import { describe, expect, it } from "vitest";
import { dateText, durationText, momentText, timeText } from "./formats.ts";
import { t } from "./texts.ts";

const evening = new Date(2026, 5, 4, 18, 52).getTime();

it("writes times and dates in one way", () => {
  expect(timeText(evening)).toBe("18:52");
  expect(timeText(new Date(2026, 5, 4, 8, 5).getTime())).toBe("08:05");
  expect(dateText(evening)).toBe("4\u00a0Jun\u00a02026");
});

it("says today while it is", () => {
  expect(momentText(t, evening, new Date(2026, 5, 4, 23, 59).getTime())).toBe("today, 18:52");
  expect(momentText(t, evening, new Date(2026, 5, 5, 0, 1).getTime())).toBe("4\u00a0Jun\u00a02026, 18:52");
});

describe("durations", () => {
  const said = [
    [200, "1\u00a0s"],
    [9_400, "10\u00a0s"],
    [38_000, "40\u00a0s"],
    [58_000, "1\u00a0min"],
    [6 * 60_000, "6\u00a0min"],
    [59.6 * 60_000, "1\u00a0h"],
    [74 * 60_000, "1\u00a0h\u00a015"],
    [118 * 60_000, "2\u00a0h"],
    [65 * 60_000, "1\u00a0h\u00a005"],
  ] as const;
  it.each(said)("%d ms are %s", (ms, text) => {
    expect(durationText(t, ms)).toBe(text);
  });
});
