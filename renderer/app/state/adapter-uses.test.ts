import { expect, test } from "vitest";
import { inKeptOrder, inOrder, movedUp, withStrength } from "./adapter-uses.ts";

const voice = { adapterId: "voice", name: "Voice" };
const terse = { adapterId: "terse", name: "Terse" };

test("one that is switched on comes last where no order is shown, one that is moved keeps its place, one that is switched off goes", () => {
  const one = withStrength([], voice, 1);
  const two = withStrength(one, terse, 0.5);
  expect(two).toEqual([
    { ...voice, scale: 1 },
    { ...terse, scale: 0.5 },
  ]);
  expect(withStrength(two, voice, 0)).toEqual([
    { ...voice, scale: 0 },
    { ...terse, scale: 0.5 },
  ]);
  expect(withStrength(two, voice, null)).toEqual([{ ...terse, scale: 0.5 }]);
});

test("moving up changes places with the one above; the first stays", () => {
  const uses = [
    { ...voice, scale: 1 },
    { ...terse, scale: 1 },
  ];
  expect(movedUp(uses, "terse").map(({ adapterId }) => adapterId)).toEqual(["terse", "voice"]);
  expect(movedUp(uses, "voice")).toEqual(uses);
});

test("those that are on stand first, in their order", () => {
  const adapters = [{ id: "a" }, { id: "b" }, { id: "voice" }, { id: "terse" }];
  const uses = [
    { ...terse, scale: 1 },
    { ...voice, scale: 1 },
  ];
  expect(inOrder(adapters, uses).map(({ id }) => id)).toEqual(["terse", "voice", "a", "b"]);
});

test("switching one on or off moves nothing; another order of those that are on does", () => {
  const adapters = [{ id: "a" }, { id: "terse" }, { id: "voice" }];
  const order = ["a", "terse", "voice"];
  const ids = (uses: Parameters<typeof inOrder>[1]) => inKeptOrder(adapters, uses, order).map(({ id }) => id);
  const both = withStrength([{ ...voice, scale: 1 }], terse, 1, order);
  expect(both.map(({ adapterId }) => adapterId)).toEqual(["terse", "voice"]);
  expect(ids(both)).toEqual(order);
  expect(ids([{ ...voice, scale: 1 }])).toEqual(order);
  expect(ids(movedUp(both, "voice"))).toEqual(["voice", "terse", "a"]);
});
