import { describe, expect, it } from "vitest";
import { groupByDate, monthName } from "./group-by-date.ts";

const now = new Date(2026, 10, 21, 15, 30).getTime();
const at = (...parts: [number, number, number, number?]) => ({ updatedAt: new Date(...parts).getTime() });

describe("chats by date", () => {
  it("puts midnight itself into today, and a minute earlier into this week", () => {
    const groups = groupByDate([at(2026, 10, 21, 0), { updatedAt: at(2026, 10, 21, 0).updatedAt - 60_000 }], now);
    expect(groups.map((group) => group.key)).toEqual(["today", "week"]);
  });

  it("keeps the six days before today as this week and names months beyond", () => {
    const groups = groupByDate([at(2026, 10, 15, 1), at(2026, 10, 14, 23), at(2026, 9, 3), at(2025, 9, 3)], now);
    expect(groups.map((group) => [group.key, group.items.length])).toEqual([
      ["week", 1],
      ["2026-11", 1],
      ["2026-10", 1],
      ["2025-10", 1],
    ]);
  });

  it("shows a chat written under a clock that was ahead", () => {
    expect(groupByDate([{ updatedAt: now + 5_000_000 }], now)[0]?.key).toBe("today");
  });

  it("names the year only where it is another one", () => {
    expect(monthName("2026-10", now, "en")).toBe("October");
    expect(monthName("2025-10", now, "en")).toBe("October 2025");
  });
});
