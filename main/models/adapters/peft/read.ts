import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { AdapterFacts, Shape } from "#main/lib/gguf/adapter.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";
import { MAX_CONFIG_BYTES, parsePeftConfig, type PeftConfig } from "./config.ts";
import { parsePeftName, tensorNameOf } from "#main/lib/peft/names.ts";
import { readSafetensors, type SafeTensor } from "#main/lib/peft/safetensors.ts";

/** A LoRA as PEFT keeps it: a folder with adapter_config.json and adapter_model.safetensors. */
export interface PeftAdapter {
  /** The file with the values. */
  readonly path: string;
  /** How people would call it: the folder's name. */
  readonly name: string;
  readonly config: PeftConfig;
  readonly pairs: readonly PeftPair[];
}

export interface PeftPair {
  readonly module: string;
  /** What llama.cpp calls the weights that it changes. */
  readonly tensor: string;
  readonly a: SafeTensor;
  readonly b: SafeTensor;
}

const CONFIG = "adapter_config.json";
const VALUES = "adapter_model.safetensors";

/** Whether a path leads to such an adapter: its folder, or one of its two files. */
export async function isPeft(path: string): Promise<boolean> {
  if (basename(path) === CONFIG || path.toLowerCase().endsWith(".safetensors")) return true;
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

/** Reads all but the values. Throws AdapterProblem, and what the file system says. */
export async function readPeft(path: string): Promise<PeftAdapter> {
  const values = await valuesFile(path);
  const folder = dirname(values);
  const config = parsePeftConfig(await readConfig(join(folder, CONFIG)));
  const file = await open(values, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return { path: values, name: nameOf(folder), config, pairs: pairsOf(await readSafetensors(file)) };
  } finally {
    await file.close();
  }
}

async function valuesFile(path: string): Promise<string> {
  if (path.toLowerCase().endsWith(".safetensors")) return path;
  const folder = basename(path) === CONFIG ? dirname(path) : path;
  if (await exists(join(folder, VALUES))) return join(folder, VALUES);
  if (await exists(join(folder, "adapter_model.bin"))) {
    throw new AdapterProblem(
      "it has only adapter_model.bin, a format that can run programs; ask for one in safetensors",
    );
  }
  throw new AdapterProblem(`there is no ${VALUES} in this folder`);
}

async function readConfig(path: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new AdapterProblem(`there is no ${CONFIG} beside it, which says how strongly it works`);
    }
    throw error;
  }
  try {
    const { size } = await file.stat();
    if (size > MAX_CONFIG_BYTES) throw new AdapterProblem(`its ${CONFIG} is larger than any`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function pairsOf(tensors: readonly SafeTensor[]): PeftPair[] {
  const halves = new Map<string, { a?: SafeTensor; b?: SafeTensor }>();
  for (const tensor of tensors) {
    const { module, side } = parsePeftName(tensor.name);
    const half = halves.get(module) ?? {};
    if (half[side] !== undefined) throw new AdapterProblem(`it holds two adapters at once (${module.slice(0, 80)})`);
    halves.set(module, { ...half, [side]: tensor });
  }
  const pairs = [...halves].map(([module, { a, b }]) => {
    if (a === undefined || b === undefined) {
      throw new AdapterProblem(`one half of what it adds to ${module.slice(0, 80)} is missing`);
    }
    if (a.shape.length !== 2 || b.shape.length !== 2 || a.shape[0] !== b.shape[1] || a.sizeBytes * b.sizeBytes === 0) {
      throw new AdapterProblem(`the two halves of what it adds to ${module.slice(0, 80)} do not belong together`);
    }
    return { module, tensor: tensorNameOf(module), a, b };
  });
  const names = new Set(pairs.map(({ tensor }) => tensor));
  if (names.size < pairs.length) throw new AdapterProblem("it changes the same part of the model twice");
  return pairs;
}

/** As an adapter of this architecture, to see whether it fits. PyTorch's [rows, columns] are ggml's [columns, rows]. */
export function factsOf({ config, pairs }: PeftAdapter, architecture: string): AdapterFacts {
  return {
    architecture,
    alpha: config.alpha,
    rank: Math.max(...pairs.map(({ a }) => a.shape[0] ?? 0)),
    baseModel: config.baseModel,
    pairs: pairs.map(({ tensor, a, b }) => ({ tensor, a: turned(a), b: turned(b) })),
  };
}

function turned({ shape: [rows = 1, columns = 1] }: SafeTensor): Shape {
  return [columns, rows, 1];
}

/** In the hub's cache the folder is named by a revision; the model's name stands two above. */
function nameOf(folder: string): string {
  const name = basename(folder);
  if (!/^[0-9a-f]{40}$/.test(name)) return name;
  return (
    basename(dirname(dirname(folder)))
      .split("--")
      .at(-1) ?? name
  );
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
