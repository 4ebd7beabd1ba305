import { expect, test } from "vitest";
import { templateFault } from "./template-fault.ts";

const where = (text: string) => {
  const fault = templateFault(text);
  return fault === null ? null : [fault.why, fault.line];
};

test("a bracket that is missing is found in its line, and the parser's words are kept", () => {
  expect(templateFault("a\n{% for m in messages %}\n{{ m['content'] }\n{% endfor %}")).toEqual({
    kind: "unreadable",
    why: "form",
    line: 3,
    said: "Expected closing expression token. CloseCurlyBracket !== CloseExpression.",
  });
  expect(where("{{- bos -}}\n{{\n  'a'\n | }}")).toEqual(["form", 4]);
});

test("what is not finished is named by the line that begins it", () => {
  expect(where("a\n{{ 'abc }}\nb")).toEqual(["open", 2]);
  expect(where("{{ 1\n + 2 }}\n{# abc\nb")).toEqual(["open", 3]);
});

test("a statement that is unknown or ends nothing is found past comments, strings and trimmed space", () => {
  const text =
    "a\n{%- for m in x -%}\n\n  {# hello\n there #}\n{{- 'a\\n{%' + \"b'\" -}}\n  {% if y %}\n{% endfor %}\n";
  expect(where(text)).toEqual(["statement", 8]);
  expect(where("a\n{% foo %}")).toEqual(["statement", 2]);
});

test("a template that ends too early has no line and none of the parser's own faults", () => {
  expect(templateFault("{% for m in messages %}\n{{ m }}\n")).toMatchObject({ why: "unended", line: null, said: null });
});

test("what can be read has no fault", () => {
  expect(where("")).toBeNull();
  expect(where("{% for m in messages %}{{ m.content }}{% endfor %}")).toBeNull();
});
