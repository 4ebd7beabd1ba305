import { describe, expect, test } from "vitest";
import { checkAnswer } from "./check-answer.ts";
import { ANY } from "./keywords.ts";
import { readSchema } from "./read-schema.ts";

const read = (schema: unknown) => readSchema(JSON.stringify(schema));
const remarks = (list: readonly { path: string; kind: string }[]) => list.map(({ path, kind }) => `${path} ${kind}`);

describe("what a grammar can express", () => {
  test("objects with all that is asked for, lists, choices, dates and numbers", () => {
    const { grammatical, problems, notes } = read({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Contract",
      type: "object",
      properties: {
        parties: { type: "array", items: { type: "string", maxLength: 80 }, minItems: 1 },
        kind: { enum: ["lease", "sale"] },
        ends: { anyOf: [{ type: "string", format: "date" }, { type: "null" }] },
        months: { type: ["integer", "null"] },
      },
      required: ["parties", "kind", "ends", "months"],
    });
    expect(problems).toEqual([]);
    expect(notes).toEqual([]);
    expect(grammatical).toEqual({
      type: "object",
      properties: {
        parties: { type: "array", items: { type: "string", maxLength: 80 }, minItems: 1 },
        kind: { enum: ["lease", "sale"] },
        ends: { oneOf: [{ type: "string", format: "date" }, { type: "null" }] },
        months: { oneOf: [{ type: "integer" }, { type: "null" }] },
      },
    });
  });

  test("a definition that refers to itself and can end; anything where nothing is said", () => {
    const { grammatical, problems } = read({
      type: "object",
      properties: { tree: { $ref: "#/definitions/node" }, note: {} },
      required: ["tree", "note"],
      definitions: {
        node: {
          type: "object",
          properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#/definitions/node" } } },
          required: ["name", "children"],
        },
      },
    });
    expect(problems).toEqual([]);
    expect(grammatical).toMatchObject({
      properties: { tree: { $ref: "#/$defs/node" }, note: ANY },
      $defs: { node: { properties: { children: { items: { $ref: "#/$defs/node" } } } } },
    });
  });
});

describe("what is said before an answer", () => {
  test("limits that are checked afterwards, fields that are always there, formats that nothing keeps to", () => {
    const { problems, notes } = read({
      type: "object",
      properties: { age: { type: "integer", minimum: 0 }, mail: { type: "string", format: "email" } },
      required: ["age"],
    });
    expect(problems).toEqual([]);
    expect(remarks(notes)).toEqual([
      "$.properties.age.minimum checked-after",
      "$.properties.mail.format not-kept",
      "$.required always-there",
    ]);
    expect(notes.at(-1)?.detail).toBe("mail");
  });

  test.each([
    [
      "a pattern",
      { type: "object", properties: { iban: { type: "string", pattern: "^DE" } } },
      "$.properties.iban.pattern keyword",
    ],
    ["what may not be", { not: { type: "string" } }, "$.not keyword"],
    ["a reference to another file", { $ref: "https://example.org/person.json" }, "$.$ref reference"],
    ["a reference to what is not there", { type: "array", items: { $ref: "#/$defs/x" } }, "$.items.$ref reference"],
    ["a type that JSON has not", { type: "date" }, "$.type value"],
    ["a field that must be there and is nowhere", { type: "object", required: ["x"] }, "$.required reference"],
    ["a repetition that llama.cpp refuses", { type: "string", maxLength: 5_000 }, "$.maxLength repetitions"],
    ["a length that is no number", { type: "string", maxLength: "9" }, "$.maxLength value"],
    ["objects among the choices", { enum: [{ a: 1 }] }, "$.enum value"],
    ["nothing to choose from", { anyOf: [] }, "$.anyOf nothing-fits"],
    [
      "a person who needs a parent who needs a parent",
      {
        $ref: "#/$defs/person",
        $defs: { person: { type: "object", properties: { parent: { $ref: "#/$defs/person" } }, required: ["parent"] } },
      },
      "$.$defs.person endless",
    ],
    [
      "two that only refer to each other",
      { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
      "$.$defs.a endless",
    ],
  ])("%s: refused with its place", (_, schema, expected) => {
    const { grammatical, problems } = read(schema);
    expect(grammatical).toBeNull();
    expect(remarks(problems)).toContain(expected);
  });

  test("no JSON, no schema, and more than a grammar should have", () => {
    expect(readSchema('{ "type": ').problems).toMatchObject([{ path: "$", kind: "not-json" }]);
    expect(readSchema("[1]").problems).toMatchObject([{ path: "$", kind: "not-a-schema", detail: "array" }]);
    const properties = Object.fromEntries(
      Array.from({ length: 1_200 }, (_, index) => [`f${String(index)}`, { type: "string" }]),
    );
    const many = read({ type: "object", properties, required: Object.keys(properties) });
    expect(many.problems.map(({ kind }) => kind)).toEqual(["too-large"]);
    const deep = `${'{"type":"array","items":'.repeat(1_500)}{}${"}".repeat(1_500)}`;
    expect(readSchema(deep).problems.map(({ kind }) => kind)).toEqual(["too-large"]);
  });
});

describe("a finished answer", () => {
  const schema = JSON.stringify({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://example.org/invoice.json",
    type: "object",
    properties: {
      total: { type: "number", minimum: 0 },
      lines: { type: "array", items: { type: "string" }, uniqueItems: true },
    },
    required: ["total", "lines"],
  });

  test("that fits has no problems", () => expect(checkAnswer(schema, '{"total": 3, "lines": ["a", "b"]}')).toEqual([]));

  test("that breaks what no grammar keeps to has them with their places", () => {
    expect(checkAnswer(schema, '{"total": -3, "lines": ["a", "a"]}').map(({ path }) => path)).toEqual([
      "$.total",
      "$.lines",
    ]);
  });

  test("that is cut is no JSON", () => expect(checkAnswer(schema, '{"total": 3')).toMatchObject([{ path: "$" }]));
});
