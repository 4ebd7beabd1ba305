import { describe, expect, it } from "vitest";
import { createChatTemplate, type Turn, turnsOf } from "./render-template.ts";
import { FAMILIES, type Family } from "./testing/templates.ts";

/** What the template writes, with what is learnt between ⟦ and ⟧; texts as their role's letter and number. A large letter has thoughts. */
function write(family: Family, letters: string): string {
  const roles = { s: "system", u: "user", a: "assistant" } as const;
  const turns = [...letters].map((letter): Turn => ({
    role: roles[letter.toLowerCase() as "s" | "u" | "a"],
    hasThoughts: letter === "A",
  }));
  const { parts } = createChatTemplate(FAMILIES[family].jinja).render(turns);
  let text = "";
  let isOpen = false;
  for (const part of parts) {
    if (part.isLearnt !== isOpen) text += isOpen ? "⟧" : "⟦";
    isOpen = part.isLearnt;
    if (part.kind === "template") text += part.text;
    else if (part.kind === "token") text += { beginning: "BOS", end: "EOS", endOfTurn: "EOT" }[part.which];
    else text += part.of === "thoughts" ? "T" : `${letters.charAt(part.index).toUpperCase()}${String(part.index)}`;
  }
  return isOpen ? `${text}⟧` : text;
}

describe("what the model has to write itself", () => {
  it.each<[Family, string, string]>([
    [
      "chatml",
      "suaua",
      "<|im_start|>system\nS0<|im_end|>\n<|im_start|>user\nU1<|im_end|>\n<|im_start|>assistant\n⟦A2⟧<|im_end|>\n" +
        "<|im_start|>user\nU3<|im_end|>\n<|im_start|>assistant\n⟦A4⟧<|im_end|>\n",
    ],
    [
      "llama3",
      "ua",
      "BOS<|start_header_id|>user<|end_header_id|>\n\nU0<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n⟦A1⟧<|eot_id|>",
    ],
    ["gemma3", "sua", "BOS<start_of_turn>user\nS0\n\nU1<end_of_turn>\n<start_of_turn>model\n⟦A2⟧<end_of_turn>\n"],
    ["mistral", "uaua", "BOS[INST] U0 [/INST] ⟦A1⟧EOS[INST] U2 [/INST] ⟦A3⟧EOS"],
    ["llama2", "sua", "BOS[INST] <<SYS>>\nS0\n<</SYS>>\n\nU1 [/INST] ⟦A2⟧ EOS"],
    ["phi3", "ua", "<|user|>\nU0<|end|>\n<|assistant|>\n⟦A1⟧<|end|>\nEOS"],
  ])("is in %s the answer (%s)", (family, roles, text) => {
    expect(write(family, roles)).toBe(text);
  });

  it("is also the sign for no thoughts, where the app's prompt ends before it", () => {
    const before = "<|im_start|>user\nU0<|im_end|>\n<|im_start|>assistant\n";
    expect(write("qwen3", "ua")).toBe(`${before}⟦<think>\n\n</think>\n\nA1⟧<|im_end|>\n`);
    expect(write("qwen3Thinking", "ua")).toBe(`${before}<think>\n⟦\n</think>\n\nA1⟧<|im_end|>\n`);
    expect(write("deepseek", "ua")).toBe(
      "BOS<｜User｜>U0<｜Assistant｜><think>\n⟦\n</think>\n\nA1⟧<｜end▁of▁sentence｜>",
    );
  });

  it("are thoughts and answer where the data has both", () => {
    const before = "<|im_start|>user\nU0<|im_end|>\n<|im_start|>assistant\n";
    expect(write("qwen3", "uA")).toBe(`${before}⟦<think>\nT\n</think>\n\nA1⟧<|im_end|>\n`);
    expect(write("qwen3Thinking", "uA")).toBe(`${before}<think>\n⟦T\n</think>\n\nA1⟧<|im_end|>\n`);
    expect(write("deepseek", "uA")).toBe(
      "BOS<｜User｜>U0<｜Assistant｜><think>\n⟦T\n</think>\n\nA1⟧<｜end▁of▁sentence｜>",
    );
  });

  it("is not an earlier answer that the template writes otherwise than one at the end", () => {
    expect(write("qwen3", "uaua")).toBe(
      "<|im_start|>user\nU0<|im_end|>\n<|im_start|>assistant\nA1<|im_end|>\n" +
        "<|im_start|>user\nU2<|im_end|>\n<|im_start|>assistant\n⟦<think>\n\n</think>\n\nA3⟧<|im_end|>\n",
    );
  });
});

it("is not an earlier answer with thoughts, which the app does not send back", () => {
  const text = write("deepseek", "uAuA");
  expect(text).toContain("U0<｜Assistant｜>A1<｜end▁of▁sentence｜>");
  expect(text).toContain("U2<｜Assistant｜><think>\n⟦T\n</think>\n\nA3⟧");
});

describe("a template", () => {
  it("says by itself whether it has a place for instructions", () => {
    const withSystem = Object.entries(FAMILIES).filter(([, { jinja }]) => createChatTemplate(jinja).takesSystem);
    expect(withSystem.map(([name]) => name)).toEqual([
      "chatml",
      "llama3",
      "gemma3",
      "llama2",
      "phi3",
      "qwen3",
      "qwen3Thinking",
      "deepseek",
    ]);
  });

  it.each([
    [
      "drops a text",
      "{% for m in messages %}{% if m.role == 'user' %}{{ m.content }}{% endif %}{% endfor %}",
      /leaves out an answer/,
    ],
    [
      "writes one twice",
      "{% for m in messages %}{{ m.content + m.content }}{% endfor %}",
      /writes a question more than once/,
    ],
    ["turns them around", "{{ messages[1].content + messages[0].content }}", /changes the order/],
    ["refuses", "{{ raise_exception('Not like this') }}", /Not like this/],
    ["cannot be read", "{% for m in messages %}{{ m.content }}", /.+/],
  ])("that %s is refused with the reason", (_, jinja, reason) => {
    expect(() => createChatTemplate(jinja).render(turnsOf("user", "assistant"))).toThrow(reason);
  });
});
