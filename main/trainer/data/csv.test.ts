import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsvParser, type Separator } from "./csv.ts";
import { separatorOf } from "./read-csv.ts";

const separators = [",", ";", "\t", "|"] as const;

/** As spreadsheets write it: in quotes where it must be, and now and then where it need not. */
function written(rows: readonly (readonly string[])[], separator: Separator, end: string, quoteAll: boolean): string {
  const quote = (field: string) => {
    const must = field.includes(separator) || /["\r\n]/.test(field) || field === "";
    return must || quoteAll ? `"${field.replaceAll('"', '""')}"` : field;
  };
  return rows.map((row) => row.map(quote).join(separator) + end).join("");
}

function parse(pieces: readonly string[], separator: Separator) {
  const parser = createCsvParser(separator);
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.finish()];
}

const field = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", " ", '"', ",", ";", "\t", "\n", "\r", "é", "🙂") }),
  fc.string(),
);

describe("a table", () => {
  it("is read as it was written, whatever its separator, its line ends, and where its pieces end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
        fc.constantFrom(...separators),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.array(fc.nat(200), { maxLength: 6 }),
        (rows, separator, end, quoteAll, cuts) => {
          const text = written(rows, separator, end, quoteAll);
          const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b), text.length];
          const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
          const parsed = parse(pieces, separator);
          expect(parsed.map(({ fields }) => fields)).toEqual(rows);
          // A row begins behind the line breaks of those before it.
          let line = 1;
          for (const [index, row] of rows.entries()) {
            expect(parsed[index]?.line).toBe(line);
            line += written([row], separator, "\n", quoteAll).split("\n").length - 1;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("may end without a line break, and have empty lines", () => {
    expect(parse(["a,b\n\n\r\nc,d"], ",")).toEqual([
      { fields: ["a", "b"], line: 1 },
      { fields: ["c", "d"], line: 4 },
    ]);
    expect(parse(["a,\r", "\n,b\rc,"], ",").map(({ fields }) => fields)).toEqual([
      ["a", ""],
      ["", "b"],
      ["c", ""],
    ]);
  });

  it("has quotes in the middle of a field as letters", () => {
    expect(parse(['5" pipe,ok\n'], ",")[0]?.fields).toEqual(['5" pipe', "ok"]);
  });

  it("with a quote that is never closed is refused where it was opened", () => {
    expect(() => parse(['a,b\nc,"d\ne\nf'], ",")).toThrow(expect.objectContaining({ line: 2 }));
    expect(() => parse(['a,"b" c\n'], ",")).toThrow(expect.objectContaining({ line: 1 }));
  });
});

it.each<[string, Separator]>([
  ["a,b;c\n1,2;3\n", ","],
  ["a;b\n1,5;2,5\n", ";"],
  ["a\tb\n1, 2\t3\n", "\t"],
  ["a|b\n1|2\n", "|"],
  ['"a,b";c\n"1,2";3\n', ";"],
  ["question,answer", ","],
  ["alone\n1\n", ","],
])("finds out what separates %j", (text, separator) => {
  expect(separatorOf(text)).toBe(separator);
});
