import { expect, it } from "vitest";
import { chanceText, outcomeOf } from "./outcome.ts";

it("says less or more only beyond the noise, and nothing where nothing was kept aside", () => {
  expect(outcomeOf({ heldOutLossBefore: 4, heldOutLoss: 2.8 })).toBe("less");
  expect(outcomeOf({ heldOutLossBefore: 4, heldOutLoss: 3.99 })).toBe("same");
  expect(outcomeOf({ heldOutLossBefore: 4, heldOutLoss: 4.2 })).toBe("more");
  expect(outcomeOf({ heldOutLossBefore: null, heldOutLoss: null })).toBe("unknown");
});

it("words a loss as the chance it gave", () => {
  expect(chanceText(4)).toBe("1.8\u00a0%");
  expect(chanceText(1)).toBe("37\u00a0%");
});
