import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  dataSettings,
  dataSource,
  type TrainingSettings,
  trainingSettings,
  USUAL_SETTINGS,
} from "#main/trainer/train-contract.ts";
import { parseOptions } from "./options.ts";

/** What was asked for on the command line, checked by itself. Paths are whole. */
export type Command = { kind: "help" } | ({ kind: "train" } & Training) | Resuming;

export interface Resuming {
  /** "finish": trains no further, and keeps what there is. */
  readonly kind: "resume" | "finish";
  readonly folder: string;
  readonly how: How;
}

export interface Training {
  readonly asked: Asked;
  readonly how: How;
  readonly isPlanOnly: boolean;
}

/** Kept in the run's folder, so that going on needs nothing else. */
export const asked = z.strictObject({
  model: z.string(),
  sources: z.array(dataSource),
  data: dataSettings,
  settings: trainingSettings,
  out: z.string(),
  name: z.string(),
});
export type Asked = z.infer<typeof asked>;

export interface How {
  readonly threads: number;
  readonly isJson: boolean;
}

/** A command that cannot be understood; its message is a sentence for whoever typed it. */
export class BadCommand extends Error {}

/** Which option a field of the settings comes from. */
const OPTION_OF: Record<string, string> = {
  isRankStabilised: "rslora",
  lastLayers: "layers",
  maxSteps: "steps",
  learningRate: "rate",
  weightDecay: "decay",
  clipNorm: "clip",
  batchExamples: "batch",
  packExamples: "pack",
  isCheckpointing: "checkpointing",
  backwardType: "backward",
  judgeEvery: "judge-every",
  saveEvery: "save-every",
  contextTokens: "context",
  tooLong: "too-long",
  heldOut: "held-out",
};

type Values = Partial<Record<string, string | boolean | (string | boolean)[]>>;

export function readCommand(args: readonly string[]): Command {
  const values = parsed(args);
  if (values["help"] === true || args.length === 0) return { kind: "help" };
  const how = { threads: threadsOf(values), isJson: values["json"] === true };
  for (const kind of ["resume", "finish"] as const) {
    const folder = text(values, kind);
    if (folder !== undefined) return resuming(kind, folder, values, how);
  }
  const [model, out] = [required(values, "model"), resolve(required(values, "out"))];
  if (!out.endsWith(".gguf")) throw new BadCommand(`--out is the adapter's file and ends in .gguf; it is "${out}".`);
  const sources = sourcesOf(values);
  const asked: Asked = {
    model: resolve(model),
    sources,
    data: checked(dataSettings, dataOf(values)),
    settings: checked(trainingSettings, settingsOf(values)),
    out,
    name: text(values, "name") ?? basename(out, ".gguf"),
  };
  return { kind: "train", asked, how, isPlanOnly: values["plan"] === true };
}

function resuming(kind: Resuming["kind"], folder: string, values: Values, how: How): Resuming {
  const others = Object.keys(values).filter((name) => ![kind, "threads", "json"].includes(name));
  if (others.length === 0) return { kind, folder: resolve(folder), how };
  throw new BadCommand(`--${kind} goes on as the training began; leave out --${others.join(" and --")}.`);
}

function parsed(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: parseOptions, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const said = error instanceof Error ? error.message.split(/\. |\.?\n/)[0] : String(error);
    throw new BadCommand(`${said ?? ""}. All options: npm run train -- --help`);
  }
}

function required(values: Values, name: string): string {
  const value = text(values, name);
  if (value === undefined) {
    throw new BadCommand(
      `--${name} is missing. As in: npm run train -- --model M.gguf --data notes.jsonl --out my.gguf`,
    );
  }
  return value;
}

function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** undefined: not given. What is no number stays what it is, and is refused by the schema. */
function number(values: Values, name: string): unknown {
  const value = text(values, name);
  if (value === undefined) return undefined;
  return value.trim() === "" || Number.isNaN(Number(value)) ? value : Number(value);
}

function threadsOf(values: Values): number {
  const threads = number(values, "threads") ?? availableParallelism();
  if (typeof threads === "number" && Number.isInteger(threads) && threads >= 1) return threads;
  throw new BadCommand(`--threads is a whole number from 1; it is "${String(threads)}".`);
}

function sourcesOf(values: Values): Asked["sources"] {
  required({ data: (values["data"] as string[] | undefined)?.[0] }, "data");
  const columns = columnsOf(text(values, "columns"));
  const files = (values["data"] as string[]).map((file) => resolve(file));
  return files.map((path) => ({
    path,
    name: basename(path),
    format: null,
    columns: /\.[ct]sv$/i.test(path) ? columns : null,
  }));
}

function columnsOf(list: string | undefined): Asked["sources"][number]["columns"] {
  if (list === undefined) return null;
  const pairs = new Map(list.split(",").map((pair) => pair.split("=", 2) as [string, string | undefined]));
  const answer = pairs.get("answer");
  const odd = [...pairs.keys()].find((name) => !["prompt", "answer", "system"].includes(name));
  if (odd !== undefined || answer === undefined) {
    throw new BadCommand(
      `--columns names at least the answer, as in --columns prompt=question,answer=reply; it is "${list}".`,
    );
  }
  return { prompt: pairs.get("prompt") ?? null, answer, system: pairs.get("system") ?? null };
}

function templateOf(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new BadCommand(`${resolve(path)} (--template) cannot be read. Check how it is written.`);
  }
}

function dataOf(values: Values): Record<string, unknown> {
  return {
    template: templateOf(text(values, "template")),
    contextTokens: number(values, "context") ?? 1_024,
    tooLong: text(values, "too-long") ?? "cut",
    heldOut: number(values, "held-out") ?? 0.1,
    seed: number(values, "seed") ?? USUAL_SETTINGS.seed,
  };
}

function settingsOf(values: Values): Record<string, unknown> {
  const rank = number(values, "rank") ?? USUAL_SETTINGS.rank;
  const given: Partial<Record<keyof TrainingSettings, unknown>> = {
    rank,
    alpha: number(values, "alpha") ?? (typeof rank === "number" ? 2 * rank : undefined),
    isRankStabilised: values["rslora"],
    modules: text(values, "modules")?.split(","),
    lastLayers: number(values, "layers"),
    dropout: number(values, "dropout"),
    epochs: number(values, "epochs"),
    maxSteps: number(values, "steps"),
    patience: number(values, "patience"),
    learningRate: number(values, "rate"),
    warmup: number(values, "warmup"),
    schedule: text(values, "schedule"),
    weightDecay: number(values, "decay"),
    clipNorm: number(values, "clip"),
    batchExamples: number(values, "batch"),
    packExamples: number(values, "pack"),
    isCheckpointing: values["checkpointing"],
    backwardType: text(values, "backward"),
    device: text(values, "device"),
    judgeEvery: number(values, "judge-every"),
    saveEvery: number(values, "save-every"),
    seed: number(values, "seed"),
  };
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...USUAL_SETTINGS, ...Object.fromEntries(named) };
}

function checked<T>(schema: z.ZodType<T>, given: Record<string, unknown>): T {
  const { data, error } = schema.safeParse(given);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const field = String(issue?.path[0]);
  const option = OPTION_OF[field] ?? field;
  throw new BadCommand(`--${option} cannot be "${String(given[field])}": ${issue?.message ?? "it is not understood"}.`);
}
