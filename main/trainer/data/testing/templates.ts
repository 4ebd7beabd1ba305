/**
 * Chat templates that write what the templates of these families write, each in as few words as it takes: for tests of what is learnt
 * of a conversation. `controls` are their special tokens; the last of them ends a turn.
 */
export interface FamilyTemplate {
  readonly jinja: string;
  readonly controls: readonly string[];
}

const ALTERNATE =
  "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}" +
  "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% endfor %}";
const NO_SYSTEM =
  "{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" + ALTERNATE;

const chatml: FamilyTemplate = {
  jinja:
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>' + '\\n' }}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  controls: ["<|im_start|>", "<|im_end|>"],
};

const llama3: FamilyTemplate = {
  jinja:
    "{{ bos_token }}{% for m in messages %}" +
    "{{ '<|start_header_id|>' + m.role + '<|end_header_id|>\\n\\n' + m.content | trim + '<|eot_id|>' }}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
  controls: ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
};

const gemmaTurns =
  "{% for m in turns %}{{ '<start_of_turn>' + ('model' if m.role == 'assistant' else m.role) + '\\n' + (first if loop.first else '') }}" +
  "{{ m.content | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}";

const gemma2: FamilyTemplate = {
  jinja: `{{ bos_token }}${NO_SYSTEM}{% set first = '' %}{% set turns = messages %}${gemmaTurns}`,
  controls: ["<start_of_turn>", "<end_of_turn>"],
};

const gemma3: FamilyTemplate = {
  jinja:
    "{{ bos_token }}{% if messages[0].role == 'system' %}{% set first = messages[0].content + '\\n\\n' %}{% set turns = messages[1:] %}" +
    `{% else %}{% set first = '' %}{% set turns = messages %}{% endif %}${gemmaTurns}`,
  controls: ["<start_of_turn>", "<end_of_turn>"],
};

const mistral: FamilyTemplate = {
  jinja:
    `{{ bos_token }}${NO_SYSTEM}{% for m in messages %}{% if m.role == 'user' %}{{ '[INST] ' + m.content + ' [/INST]' }}` +
    "{% else %}{{ ' ' + m.content + eos_token }}{% endif %}{% endfor %}",
  controls: ["[INST]", "[/INST]"],
};

const llama2: FamilyTemplate = {
  jinja:
    "{% if messages[0].role == 'system' %}{% set system = '<<SYS>>\\n' + messages[0].content + '\\n<</SYS>>\\n\\n' %}" +
    "{% set turns = messages[1:] %}{% else %}{% set system = '' %}{% set turns = messages %}{% endif %}" +
    "{% for m in turns %}{% if m.role == 'user' %}{{ bos_token + '[INST] ' + (system if loop.first else '') + m.content + ' [/INST]' }}" +
    "{% else %}{{ ' ' + m.content + ' ' + eos_token }}{% endif %}{% endfor %}",
  controls: [],
};

const phi3: FamilyTemplate = {
  jinja:
    "{% for m in messages %}{{ '<|' + m.role + '|>\\n' + m.content + '<|end|>\\n' }}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}",
  controls: ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"],
};

/** Thoughts of answers before the last question are left away; the last answer always has a place for them. */
const qwenTurns =
  "{% set ns = namespace(last=0) %}{% for m in messages %}{% if m.role == 'user' %}{% set ns.last = loop.index0 %}{% endif %}{% endfor %}" +
  "{% for m in messages %}{% set content = m.content %}{% if m.role == 'assistant' %}{% set thoughts = '' %}" +
  "{% if m.reasoning_content is string %}{% set thoughts = m.reasoning_content %}{% elif '</think>' in content %}" +
  "{% set thoughts = content.split('</think>')[0].split('<think>')[-1] %}{% set content = content.split('</think>')[-1].lstrip('\\n') %}{% endif %}" +
  "{% if loop.index0 > ns.last and (loop.last or thoughts) %}" +
  "{{ '<|im_start|>assistant\\n<think>\\n' + thoughts.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}" +
  "{% else %}{{ '<|im_start|>assistant\\n' + content }}{% endif %}" +
  "{% else %}{{ '<|im_start|>' + m.role + '\\n' + content }}{% endif %}{{ '<|im_end|>\\n' }}{% endfor %}";

const qwen3: FamilyTemplate = {
  jinja:
    `${qwenTurns}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}` +
    "{% if enable_thinking is defined and enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}{% endif %}",
  controls: ["<think>", "</think>", "<|im_start|>", "<|im_end|>"],
};

const qwen3Thinking: FamilyTemplate = {
  jinja: `${qwenTurns}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n<think>\\n' }}{% endif %}`,
  controls: qwen3.controls,
};

const deepseek: FamilyTemplate = {
  jinja:
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}{{ m.content }}{% elif m.role == 'user' %}{{ '<｜User｜>' + m.content }}" +
    "{% else %}{% set content = m.content %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}" +
    "{{ '<｜Assistant｜>' + content + '<｜end▁of▁sentence｜>' }}{% endif %}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<｜Assistant｜><think>\\n' }}{% endif %}",
  controls: ["<think>", "</think>", "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>"],
};

export const FAMILIES = {
  chatml,
  llama3,
  gemma2,
  gemma3,
  mistral,
  llama2,
  phi3,
  qwen3,
  qwen3Thinking,
  deepseek,
} as const;
export type Family = keyof typeof FAMILIES;
