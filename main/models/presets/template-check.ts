import { Template } from "@huggingface/jinja";
import type { TemplateCheck, TemplateProblem } from "./contract.ts";
import { messageOf, templateFault } from "./template-fault.ts";

/** What a template may use of the model's words. */
export interface TemplateWords {
  readonly bos: string;
  readonly eos: string;
  /** null where the model's vocabulary cannot be read: then no marker is called unknown. */
  has: ((word: string) => boolean) | null;
}

interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Small, and every part of it can be found again in what comes out. */
const SYSTEM: Message = { role: "system", content: "Answer in one sentence." };
const TURNS: readonly Message[] = [
  { role: "user", content: "What is the capital of France?" },
  { role: "assistant", content: "The capital of France is Paris." },
  { role: "user", content: "And of Italy?" },
];

/** As ChatML and most families write them, and as Gemma does. Others ("[INST]") may be plain text on purpose. */
const MARKERS = /<\|[^<>|\s]{1,48}\|>|<(?:start|end)_of_turn>/g;

/** Renders the small conversation and says what is wrong with what comes out. It may never end: run it where it can be stopped. */
export function checkTemplate(text: string, words: TemplateWords): TemplateCheck {
  const fault = templateFault(text);
  if (fault !== null) return { rendered: null, usable: false, problems: [fault] };
  const template = new Template(text);
  const render = (messages: readonly Message[], add_generation_prompt: boolean): string =>
    template.render({
      messages,
      add_generation_prompt,
      bos_token: words.bos,
      eos_token: words.eos,
      enable_thinking: true,
    });

  const whole = attempt(() => render([SYSTEM, ...TURNS], true));
  // Gemma's refuses instructions; the engine then puts them before the first message.
  const takesInstructions = whole.text?.includes(SYSTEM.content) === true;
  const used = takesInstructions ? whole : attempt(() => render(TURNS, true));
  if (used.text === null)
    return { rendered: null, usable: false, problems: [{ kind: "fails", said: whole.said ?? used.said ?? "" }] };

  const rendered = used.text;
  const lost = TURNS.filter(({ content }) => !rendered.includes(content));
  const problems: TemplateProblem[] = [];
  if (lost.some(({ role }) => role === "user")) problems.push({ kind: "loses", what: "question" });
  if (lost.some(({ role }) => role === "assistant")) problems.push({ kind: "loses", what: "answer" });
  const usable = problems.length === 0;
  if (!takesInstructions) problems.push({ kind: "loses", what: "instructions" });
  if (usable && endsWithTheQuestion(rendered)) problems.push({ kind: "no-turn" });
  const markers = unknownMarkers(rendered, words);
  if (markers.length > 0) problems.push({ kind: "unknown-markers", markers });
  return { rendered, usable, problems };
}

/** Families whose form of a question ends by itself with the sign for an answer ("[/INST]") do not ask for `add_generation_prompt`. */
function endsWithTheQuestion(rendered: string): boolean {
  return rendered.trimEnd().endsWith(TURNS.at(-1)?.content ?? "");
}

function unknownMarkers(rendered: string, { has }: TemplateWords): string[] {
  if (has === null) return [];
  const found = [...rendered.matchAll(MARKERS)].map(([marker]) => marker);
  return [...new Set(found)].filter((marker) => !has(marker)).slice(0, 8);
}

function attempt(render: () => string): { text: string | null; said: string | null } {
  try {
    return { text: render(), said: null };
  } catch (error) {
    return { text: null, said: messageOf(error) };
  }
}
