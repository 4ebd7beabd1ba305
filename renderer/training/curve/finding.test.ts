import { expect, it } from "vitest";
import { findingOf } from "./finding.ts";

const looks = (...losses: number[]) => losses.map((heldOutLoss, step) => ({ step, loss: null, heldOutLoss }));

it("claims nothing before there is something to see", () => {
  expect(findingOf([])).toBe("early");
  expect(findingOf(looks(4, 3))).toBe("early");
});

it("tells gaining from standing still, and learning by heart from both", () => {
  expect(findingOf(looks(4, 3, 2.8))).toBe("improving");
  expect(findingOf(looks(4, 3, 2.8, 2.799))).toBe("flat");
  expect(findingOf(looks(4, 3, 2.8, 2.85, 2.9))).toBe("byHeart");
  expect(findingOf(looks(4, 3, 2.8, 2.805))).toBe("flat");
});
