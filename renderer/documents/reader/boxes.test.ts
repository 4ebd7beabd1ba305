import { expect, it } from "vitest";
import { exactBoxes, passageBoxes, runsOf } from "./boxes.ts";

/** Lines of ten letters, 100 points wide and 10 high, in two columns of two. */
const runs = runsOf([
  ...[0, 10, 50, 700, 100, 10],
  ...[11, 21, 50, 715, 100, 10],
  ...[22, 32, 300, 50, 100, 10],
  ...[33, 43, 300, 65, 100, 10],
]);

it("of a run that is found in part, that part is boxed", () => {
  expect(exactBoxes(runs, 5, 10)).toEqual([{ left: 100, top: 700, width: 50, height: 10 }]);
  expect(exactBoxes(runs, 10, 11)).toEqual([]);
});

it("a passage has one box in each column", () => {
  expect(passageBoxes(runs, 0, 43)).toEqual([
    { left: 50, top: 700, width: 100, height: 25 },
    { left: 300, top: 50, width: 100, height: 25 },
  ]);
  expect(passageBoxes(runs, 0, 21)).toHaveLength(1);
  expect(passageBoxes(runs, 100, 200)).toEqual([]);
});

it("words that stand all over a figure have one box", () => {
  const figure = runsOf([...[0, 2, 100, 300, 20, 10], ...[3, 5, 60, 320, 90, 10], ...[6, 8, 105, 295, 30, 10]]);
  expect(passageBoxes(figure, 0, 8)).toEqual([{ left: 60, top: 295, width: 90, height: 35 }]);
});

it("numbers that make no whole run are left out", () => {
  expect(runsOf([1, 2, 3])).toEqual([]);
});
