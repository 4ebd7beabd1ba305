import { describe, expect, test } from "vitest";
import { toTable } from "./data-table.ts";
import { type Form, fromSchema, toSchema } from "./fields.ts";

describe("a form and its schema", () => {
  const form: Form = {
    isList: true,
    fields: [
      { name: "drug", kind: "text", about: "as it is written", isMany: false, choices: [] },
      { name: "dose", kind: "number", about: "", isMany: false, choices: [] },
      { name: "times", kind: "integer", about: "", isMany: true, choices: [] },
      { name: "since", kind: "date", about: "", isMany: false, choices: [] },
      { name: "stopped", kind: "boolean", about: "", isMany: false, choices: [] },
      { name: "route", kind: "choice", about: "", isMany: false, choices: ["oral", "iv"] },
    ],
  };

  test("come back from one another, for one record and for a list", () => {
    expect(fromSchema(toSchema(form) ?? "")).toEqual(form);
    expect(fromSchema(toSchema({ ...form, isList: false }) ?? "")).toEqual({ ...form, isList: false });
  });

  test("fields without a name are not asked for", () => {
    const unnamed = { name: "  ", kind: "text" as const, about: "", isMany: false, choices: [] };
    expect(fromSchema(toSchema({ ...form, fields: [...form.fields, unnamed] }) ?? "")).toEqual(form);
    expect(toSchema({ isList: false, fields: [unnamed] })).toBeNull();
  });

  test.each([
    ["no JSON", "{"],
    ["a value", '{"type":"string"}'],
    [
      "limits",
      '{"type":"object","properties":{"a":{"type":"string","maxLength":3}},"required":["a"],"additionalProperties":false}',
    ],
    ["records in records", '{"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"]}'],
  ])("a form does not show %s", (_, schema) => expect(fromSchema(schema)).toBeNull());
});

describe("data as a table", () => {
  test("a list of records has the fields of all of them", () => {
    expect(
      toTable([
        { a: 1, b: ["x", "y"] },
        { a: null, c: { d: 2 } },
      ]),
    ).toEqual({
      columns: ["a", "b", "c"],
      rows: [
        ["1", "x; y", ""],
        ["", "", '{"d":2}'],
      ],
    });
  });

  test("a record of nothing but a list is that list, any other has its fields below one another", () => {
    expect(toTable({ drugs: [{ name: "A" }, { name: "B" }] })).toEqual({ columns: ["name"], rows: [["A"], ["B"]] });
    expect(toTable({ name: "A", taken: true })).toEqual({
      columns: [],
      rows: [
        ["name", "A"],
        ["taken", "true"],
      ],
    });
  });

  test("values without names have one column; a single value has no table", () => {
    expect(toTable(["a", "b"])).toEqual({ columns: [""], rows: [["a"], ["b"]] });
    expect(toTable([])).toEqual({ columns: [""], rows: [] });
    expect(toTable("a")).toBeNull();
  });
});
