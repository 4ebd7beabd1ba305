import { expect, test } from "vitest";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { ownTemplateFault } from "./own-template.ts";

function fileWith(template?: string): GgufHeader {
  const metadata = new Map(template === undefined ? [] : [["tokenizer.chat_template", template]]);
  return { metadata, tensors: [] } as unknown as GgufHeader;
}

const SOUND = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:";

test("a template that can be used, or none at all, has no fault", () => {
  expect(ownTemplateFault(fileWith(SOUND))).toBeNull();
  expect(ownTemplateFault(fileWith())).toBeNull();
  expect(ownTemplateFault(fileWith(" \n"))).toBeNull();
});

test("one that cannot be used says why", () => {
  expect(ownTemplateFault(fileWith("{% for m in messages %}{{ m['content'] }"))).toMatchObject({ kind: "unreadable" });
  expect(ownTemplateFault(fileWith("{{ no_such.thing.at.all() }}"))).toMatchObject({ kind: "fails" });
  expect(ownTemplateFault(fileWith("Always the same"))).toEqual({ kind: "loses", what: "question" });
});

test("one that only lacks a place for instructions can be used", () => {
  const refuses = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('No system') }}{% endif %}";
  expect(ownTemplateFault(fileWith(refuses + SOUND))).toBeNull();
});

test("one that does not come to an end is stopped", () => {
  const endless =
    "{% for a in range(9000) %}{% for b in range(9000) %}{% for c in range(9000) %}{% endfor %}{% endfor %}{% endfor %}";
  expect(ownTemplateFault(fileWith(endless), 200)).toEqual({ kind: "endless" });
});
