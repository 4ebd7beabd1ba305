import { expect, it } from "vitest";
import { t } from "#renderer/app/texts.ts";
import { dayText } from "./day-text.ts";

const now = new Date(2026, 10, 26, 9).getTime();

it("leaves away what is understood: today's date, this year", () => {
  expect(dayText(t, new Date(2026, 10, 26, 0, 1).getTime(), now)).toBe("Today");
  expect(dayText(t, new Date(2026, 9, 4).getTime(), now)).toBe("4\u00a0Oct");
  expect(dayText(t, new Date(2025, 9, 4).getTime(), now)).toBe("4\u00a0Oct\u00a02025");
});
