import fc from "fast-check";
import { expect, it } from "vitest";
import { type JsonPieces, linePieces, listPieces } from "./json-pieces.ts";

/** Fed in pieces that end anywhere. */
function feed(pieces: JsonPieces, text: string, cuts: readonly number[]) {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  const found = places.slice(1).flatMap((place, index) => pieces.push(text.slice(places[index], place)));
  return [...found, ...pieces.finish()];
}

const hard = fc.string({ unit: fc.constantFrom('"', "\\", "[", "]", "{", "}", ",", "\n", "a", "🙂") });
const item = fc.oneof(
  fc.record({ a: hard, b: fc.array(hard, { maxLength: 2 }), c: fc.dictionary(hard, hard, { maxKeys: 2 }) }),
  hard,
  fc.integer(),
);
const cuts = fc.array(fc.nat(), { maxLength: 8 });

it("finds the items of a list as JSON does, with their lines, wherever its pieces end", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 5 }), cuts, fc.constantFrom(0, 1), (items, cuts, indent) => {
      const text = `${JSON.stringify(items, null, indent)}\n`;
      const pieces = listPieces();
      const found = feed(pieces, text, cuts);
      expect(pieces.problem).toBeNull();
      expect(found.map((piece) => JSON.parse(piece.text) as unknown)).toEqual(items);
      let line = indent === 0 || items.length === 0 ? 1 : 2;
      for (const [index, piece] of found.entries()) {
        expect(piece.line).toBe(line);
        if (indent > 0) line += JSON.stringify(items[index], null, 1).split("\n").length;
      }
    }),
    { numRuns: 400 },
  );
});

it("says when a list is not closed, and when something stands behind it", () => {
  for (const [text, problem] of [
    ['[{"a": 1},', /not closed/],
    ['["a]', /not closed/],
    ["[1] x", /behind its list/],
  ] as const) {
    const pieces = listPieces();
    feed(pieces, text, [3]);
    expect(pieces.problem).toMatch(problem);
  }
});

it("finds lines, the last also without its end", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("{}", '{"a":"b"}', "", " "), { maxLength: 6 }), cuts, (lines, cuts) => {
      const expected = lines.flatMap((text, index) => (text.trim() === "" ? [] : [{ text, line: index + 1 }]));
      expect(feed(linePieces(), lines.join("\n"), cuts)).toEqual(expected);
    }),
  );
});
