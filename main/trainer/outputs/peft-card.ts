import type { AdapterFile } from "./adapter-file.ts";
import type { ModelFiles } from "./model-files.ts";
import { baseModelOf, numberIn, textIn } from "./origin.ts";

/** A README.md beside an exported adapter: what it is, what it was trained on, and how it is loaded. Markdown with a model card's head. */
export function peftCard({ name, header, facts }: AdapterFile, model: ModelFiles): string {
  const base = baseModelOf(header, model);
  const isRepository = /^[\w.-]+\/[\w.-]+$/.test(base);
  const head = ["library_name: peft", ...(isRepository ? [`base_model: ${base}`] : []), "tags: [lora]"];
  const losses = [
    numberIn(header, "cloister.training.held_out_loss_before"),
    numberIn(header, "cloister.training.held_out_loss"),
  ];
  const rows: [string, string | null][] = [
    ["base model", base],
    ["its file's SHA-256", textIn(header, "cloister.base_model.sha256")],
    ["rank, alpha", `${facts.rank}, ${rounded(facts.alpha)}`],
    ["steps", textOf(numberIn(header, "cloister.training.step"))],
    [
      "held-out loss without and with it (nats a token)",
      losses.every((loss) => loss !== null) ? losses.map(rounded).join(", ") : null,
    ],
    ["SHA-256 of the tokens it was trained on", textIn(header, "cloister.data.hash")],
    ["settings", code(textIn(header, "cloister.training.settings"))],
    ["made with", madeWith(header)],
  ];
  return [
    "---",
    ...head,
    "---",
    "",
    `# ${oneLine(name)}`,
    "",
    `A LoRA for ${oneLine(base)}, exported from a GGUF adapter by Cloister.`,
    "",
    "| | |",
    "|---|---|",
    ...rows.flatMap(([what, value]) =>
      value === null ? [] : [`| ${what} | ${oneLine(value).replaceAll("|", "\\|")} |`],
    ),
    "",
    "```python",
    "from peft import PeftModel",
    "from transformers import AutoModelForCausalLM",
    "",
    `base = AutoModelForCausalLM.from_pretrained(${JSON.stringify(isRepository ? base : "path/to/the/base/model")})`,
    'model = PeftModel.from_pretrained(base, "path/to/this/folder")',
    "```",
    "",
    "Whoever has an adapter can find out something of the texts it was trained on. Give it only to those who may read them.",
    "",
  ].join("\n");
}

function madeWith(header: AdapterFile["header"]): string | null {
  const versions = [...header.metadata].flatMap(([key, value]) =>
    key.startsWith("cloister.version.") ? [`${key.slice("cloister.version.".length)} ${String(value)}`] : [],
  );
  return versions.length === 0 ? null : versions.join(", ");
}

function code(text: string | null): string | null {
  return text === null ? null : `\`${text}\``;
}

function textOf(value: number | null): string | null {
  return value === null ? null : String(value);
}

/** Numbers were kept in 32 bits: more places than these are noise. */
function rounded(value: number | null): string {
  return value === null ? "" : String(Number(value.toPrecision(6)));
}

/** Names come from files. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}
