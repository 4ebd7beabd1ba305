import { expect, test } from "vitest";
import { checkTemplate, type TemplateWords } from "./template-check.ts";

const known = new Set(["<|im_start|>", "<|im_end|>"]);
const words: TemplateWords = { bos: "<s>", eos: "</s>", has: (word) => known.has(word) };
const CHATML =
  "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}" +
  "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

const kinds = (template: string) => checkTemplate(template, words).problems.map((problem) => problem.kind);

test("a whole template is filled in with the small conversation", () => {
  const { rendered, problems, usable } = checkTemplate(CHATML, words);
  expect({ problems, usable }).toEqual({ problems: [], usable: true });
  expect(rendered).toMatch(/^<\|im_start\|>system\nAnswer in one sentence\.<\|im_end\|>\n/);
  expect(rendered).toMatch(/And of Italy\?<\|im_end\|>\n<\|im_start\|>assistant\n$/);
});

test("what Jinja cannot read, and what it cannot fill in", () => {
  const broken = checkTemplate("{% for m in messages %}{{ m['content'] }", words);
  expect(broken).toMatchObject({ usable: false, rendered: null, problems: [{ kind: "unreadable" }] });
  const failing = checkTemplate("{{ messages[0].content.no_such_thing() }}", words);
  expect(failing).toMatchObject({ usable: false, problems: [{ kind: "fails" }] });
  expect(failing.problems).toHaveLength(1);
});

test("what gets lost is named, and whether it can be used all the same", () => {
  const onlyQuestions = "{% for m in messages if m['role'] == 'user' %}Q: {{ m['content'] }}\n{% endfor %}A:";
  expect(checkTemplate(onlyQuestions, words)).toMatchObject({
    usable: false,
    problems: [
      { kind: "loses", what: "answer" },
      { kind: "loses", what: "instructions" },
    ],
  });
  const withoutSystem =
    "{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" +
    "{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:";
  expect(checkTemplate(withoutSystem, words)).toMatchObject({
    usable: true,
    problems: [{ kind: "loses", what: "instructions" }],
  });
});

test("a template that never says whose turn it is", () => {
  expect(kinds("{% for m in messages %}{{ m['content'] }}\n{% endfor %}")).toEqual(["no-turn"]);
  expect(kinds("{% for m in messages %}[INST] {{ m['content'] }} [/INST]{% endfor %}")).toEqual([]);
});

test("markers that the model has no word for are named once", () => {
  const other = CHATML.replaceAll("<|im_end|>", "<|eot_id|>");
  expect(checkTemplate(other, words).problems).toEqual([{ kind: "unknown-markers", markers: ["<|eot_id|>"] }]);
  expect(checkTemplate(other, { ...words, has: null }).problems).toEqual([]);
});
