import { expect, it } from "vitest";
import type { Training } from "#main/training/contract.ts";
import { afterEvent, type TrainingState } from "./use-training.ts";

const training = { id: "a" } as Training;
const begin: TrainingState = { training, points: [{ step: 0, loss: null, heldOutLoss: 4 }] };

it("puts points where they belong, and joins what is known of one step", () => {
  const first = afterEvent(begin, { type: "points", points: [{ step: 5, loss: 3, heldOutLoss: null }] });
  const joined = afterEvent(first, {
    type: "points",
    points: [
      { step: 5, loss: null, heldOutLoss: 3.5 },
      { step: 3, loss: 3.2, heldOutLoss: null },
    ],
  });
  expect(joined?.points).toEqual([
    { step: 0, loss: null, heldOutLoss: 4 },
    { step: 3, loss: 3.2, heldOutLoss: null },
    { step: 5, loss: 3, heldOutLoss: 3.5 },
  ]);
  expect(afterEvent(joined, { type: "back-to", step: 3 })?.points).toHaveLength(2);
});

it("forgets one that was deleted, and begins anew with a snapshot", () => {
  expect(afterEvent(begin, { type: "removed" })).toBeNull();
  expect(afterEvent(null, { type: "points", points: [] })).toBeNull();
  expect(afterEvent(null, { type: "snapshot", training, points: [] })).toEqual({ training, points: [] });
});
