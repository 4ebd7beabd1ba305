import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AdapterPair } from "#main/lib/gguf/adapter.ts";
import { unusableWith } from "#main/lib/gguf/adapter-errors.ts";
import { moduleNameOf } from "#main/lib/peft/names.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";
import { SAFE_BYTES, type SafeType } from "#main/lib/peft/safetensors.ts";
import { turnedHeads, turnRowsBack } from "#main/lib/peft/turn-rows.ts";
import { type SafeTensorSource, writeSafetensors } from "#main/lib/peft/write-safetensors.ts";
import { freeBytesOf, writeWhole } from "#main/lib/write-whole.ts";
import { AppError } from "#main/rpc/errors.ts";
import { dequantise } from "../ggml/numbers.ts";
import { type AdapterFile, readAdapterFile, readTensor } from "./adapter-file.ts";
import { type ModelFiles, type NamedFile, readModelFiles } from "./model-files.ts";
import { peftCard } from "./peft-card.ts";
import { peftConfig, type PeftModule } from "./peft-config.ts";

export interface PeftExport {
  readonly model: NamedFile;
  readonly adapter: NamedFile;
  /** That is there, and empty. */
  readonly folder: string;
  readonly onProgress: (fraction: number) => void;
}

/** Configuration and card take less. */
const SMALL_FILES_BYTES = 1_000_000;

/**
 * Writes an adapter as Hugging Face's PEFT reads it: `adapter_model.safetensors`, `adapter_config.json` and a README.md. Numbers stay what
 * they are; where llama.cpp has the rows of queries and keys in another order they go back to that of transformers. Throws
 * ADAPTER_UNREADABLE, ADAPTER_INVALID, MODEL_INVALID, NOT_FOUND, DISK_FULL, FOLDER_READ_ONLY.
 */
export async function exportPeft({ model: file, adapter: from, folder, onProgress }: PeftExport): Promise<void> {
  const model = await readModelFiles(file);
  const adapter = await readAdapterFile(from, model);
  const modules = modulesOf(adapter, model);
  const tensors = modules.flatMap((module) => halvesOf(module, adapter, model));
  const neededBytes = adapter.header.sizeBytes + SMALL_FILES_BYTES;
  await checkRoom(folder, neededBytes);
  await writeWhole(join(folder, "adapter_model.safetensors"), neededBytes, (temporary) =>
    writeSafetensors(temporary, tensors, onProgress),
  );
  const config = peftConfig(adapter, modules, model);
  const texts = {
    "adapter_config.json": `${JSON.stringify(config, null, 2)}\n`,
    "README.md": peftCard(adapter, model),
  };
  for (const [name, text] of Object.entries(texts)) {
    await writeWhole(join(folder, name), SMALL_FILES_BYTES, (temporary) => writeFile(temporary, text, { flush: true }));
  }
}

function modulesOf(adapter: AdapterFile, model: ModelFiles): PeftModule[] {
  const inner = languageModelIn(model);
  return adapter.facts.pairs.map((pair) => {
    const name = worded(adapter, model, () => moduleNameOf(pair.tensor, model.architecture));
    if (pair.b[2] !== 1) {
      throw unusableWith(adapter.name, "PEFT", `it changes experts (${pair.tensor}), which PEFT keeps in another way`);
    }
    return { pair, path: name === "lm_head" ? name : `${inner}${name}` };
  });
}

/**
 * Where the layers stand. From 4B on Gemma 3 also reads images, and its language model is one part of several; 270M and 1B (18 and 26
 * layers) are language models alone.
 */
function languageModelIn({ architecture, layers }: ModelFiles): string {
  return architecture === "gemma3" && layers >= 34 ? "model.language_model." : "model.";
}

function halvesOf({ pair, path }: PeftModule, adapter: AdapterFile, model: ModelFiles): SafeTensorSource[] {
  const heads = worded(adapter, model, () => turnedHeads(pair.tensor, pair.b[1], model));
  return [
    half(adapter, `${pair.tensor}.lora_a`, `base_model.model.${path}.lora_A.weight`, pair.a, null),
    half(adapter, `${pair.tensor}.lora_b`, `base_model.model.${path}.lora_B.weight`, pair.b, heads),
  ];
}

/** ggml's [columns, rows] lie in memory as PyTorch's [rows, columns] do. */
function half(
  { path, header }: AdapterFile,
  from: string,
  name: string,
  [columns, rows]: AdapterPair["a"],
  heads: number | null,
): SafeTensorSource {
  const stored = header.tensors.find((tensor) => tensor.name === from)?.type ?? "";
  // What is quantised becomes 32 bits, which hold all of it.
  const type: SafeType = stored in SAFE_BYTES ? (stored as SafeType) : "F32";
  return {
    name,
    type,
    shape: [rows, columns],
    async data() {
      const { bytes, elements } = await readTensor(path, header, from);
      const values = stored === type ? bytes : new Uint8Array(dequantise(stored, bytes, elements).buffer);
      return heads === null ? values : turnRowsBack(values, columns * SAFE_BYTES[type], heads);
    },
  };
}

function worded<T>(adapter: NamedFile, model: NamedFile, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof AdapterProblem ? unusableWith(adapter.name, model.name, error.message) : error;
  }
}

async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await freeBytesOf(folder);
  if (freeBytes >= neededBytes) return;
  const message = `The adapter needs ${neededBytes} bytes in ${folder}, and ${freeBytes} are free.`;
  throw new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes });
}
