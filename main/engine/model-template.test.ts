import { describe, expect, it } from "vitest";
import { openingInTemplate } from "./model-template.ts";

describe("the opening of thoughts in a template", () => {
  it.each([
    [
      "as Qwen3's thinking models",
      "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n<think>\\n' }}{%- endif %}",
      "<think>\n",
    ],
    [
      "as DeepSeek R1",
      "{% if add_generation_prompt and not ns.is_tool %}{{'<｜Assistant｜><think>\n'}}{% endif %}",
      "<think>\n",
    ],
    ["without a line break", '{% if add_generation_prompt %}{{ "<think>" }}{% endif %}', "<think>"],
    ["as plain text", "{% if add_generation_prompt %}<|assistant|><think>\n{% endif %}", "<think>\n"],
  ])("is found %s write it", (_, template, opening) => {
    expect(openingInTemplate(`{% for m in messages %}{{ m }}{% endfor %}${template}`)).toBe(opening);
  });

  it.each([
    [
      "closed at once",
      "{% if add_generation_prompt %}{% if no_thoughts %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}{% endif %}",
    ],
    [
      "of earlier answers",
      "{{ '<think>\\n' + thoughts }}{% if add_generation_prompt %}{{ 'assistant\\n' }}{% endif %}",
    ],
    ["in a template that knows of no new answers", "{{ '<think>\\n' }}"],
  ])("is not one that is %s", (_, template) => {
    expect(openingInTemplate(template)).toBeNull();
  });
});
