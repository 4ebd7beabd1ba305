import type { ParseArgsOptionsConfig } from "node:util";

/** One option of `npm run train`, as the help says it. */
export interface TrainOption {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly about: string;
}

const option = (value: string, about: string): TrainOption => ({ type: "string", value, about });
const flag = (about: string): TrainOption => ({ type: "boolean", about });

/** In the order of the help; a group each. */
export const TRAIN_OPTIONS = {
  "What it works with": {
    model: option("M.gguf", "the model to train on, as you chat with it"),
    data: { ...option("FILE", "texts to learn from: JSONL, CSV or text; may be given several times"), multiple: true },
    out: option("my.gguf", "the adapter that comes of it"),
    name: option("TEXT", "what the adapter is called; its file's name without this"),
    resume: option("FOLDER", "goes on with a training that was stopped; needs no other option"),
    finish: option("FOLDER", "makes the adapter of a training that was stopped, as far as it came"),
  },
  "The texts": {
    columns: option("LIST", "of a CSV, as prompt=A,answer=B,system=C; without this they are found by their names"),
    template: option("FILE", "a chat template in Jinja, in place of the model's own"),
    context: option("N", "tokens of the longest example (1024)"),
    "too-long": option("WHAT", "cut or drop longer ones (cut)"),
    "held-out": option("SHARE", "kept aside to judge by, never learnt from (0.1)"),
  },
  "The training": {
    epochs: option("N", "times that everything is read (3)"),
    steps: option("N", "ends after so many steps"),
    rank: option("N", "size of the adapter (16)"),
    alpha: option("N", "its strength (twice the rank)"),
    rslora: flag("scales by the root of the rank, for ranks above 64"),
    rate: option("N", "learning rate (2e-4)"),
    schedule: option("WHAT", "cosine, linear or constant (cosine)"),
    warmup: option("SHARE", "of the steps in which the rate rises (0.05)"),
    decay: option("N", "weight decay (0.01)"),
    clip: option("N", "longest gradient; 0 for any (1)"),
    dropout: option("SHARE", "of the adapter's inputs that is left out at random (0)"),
    batch: option("N", "examples of a step (4)"),
    pack: option("N", "examples read in one go (4)"),
    layers: option("N", "trains the last so many layers (all)"),
    modules: option("LIST", "which parts of a layer, as attn_q,attn_v (all)"),
    checkpointing: flag("computes each layer's results twice: slower, with less memory"),
    backward: option("TYPE", "of the weights for the backward pass: auto, f32, f16, bf16, q8_0, iq4_nl (auto)"),
    patience: option("N", "ends after so many looks at the held-out texts without a better one"),
    "judge-every": option("N", "looks at the held-out texts every so many steps (50)"),
    "save-every": option("N", "saves every so many steps (50)"),
    seed: option("N", "the same seed gives the same adapter (1)"),
  },
  "How it runs": {
    device: option(
      "NAME",
      "auto, cpu, or a card as CUDA0 or Vulkan0 (auto: a card that computes rightly, or the processor)",
    ),
    threads: option("N", "no more than so many threads (all cores that others leave free)"),
    plan: flag("says what it would take, and ends"),
    json: flag("prints JSON lines"),
    help: flag("this"),
  },
} as const satisfies Record<string, Record<string, TrainOption>>;

const all: Record<string, TrainOption> = Object.assign({}, ...Object.values(TRAIN_OPTIONS)) as never;

export const parseOptions: ParseArgsOptionsConfig = Object.fromEntries(
  Object.entries(all).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
);

const USAGE = `Trains an adapter (LoRA) on a model that you have, on this computer, offline.

  npm run train -- --model M.gguf --data notes.jsonl --out my.gguf

It says first how long that takes and what memory it needs. Ctrl-C saves, and says how to go on.
`;

export function helpText(): string {
  const lines = [USAGE];
  for (const [group, options] of Object.entries<Record<string, TrainOption>>(TRAIN_OPTIONS)) {
    lines.push(`${group}:`);
    for (const [name, { value = "", about }] of Object.entries(options)) {
      lines.push(`  ${`--${name} ${value}`.padEnd(22)} ${about}`);
    }
    lines.push("");
  }
  return lines.join("\n");
}
