import { expect, test } from "vitest";
import { inOrder, movedUp, withStrength } from "./adapter-uses.ts";

const voice = { adapterId: "voice", name: "Voice" };
const terse = { adapterId: "terse", name: "Terse" };

test("one that is switched on comes last, one that is moved keeps its place, one that is switched off goes", () => {
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
