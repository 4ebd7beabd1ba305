import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { halfBits } from "#main/lib/gguf/encode.ts";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import type { OpenModels } from "../testing/open-models.ts";
import type { SafeType } from "#main/lib/peft/safetensors.ts";
import { type AdaptersService, createAdapters } from "./service.ts";
import { runTask } from "./tasks.ts";

/** The shelf over the models of a test, without the thread. */
export function openAdapters(open: OpenModels): ReturnType<typeof createAdapters> {
  const { models, jobs, store, dataDir } = open;
  const { library, inspector } = models;
  const onChanged = (tell: (modelId: string) => void) => models.onChanged(tell);
  return createAdapters({
    library,
    inspector,
    jobs,
    store,
    dataDir,
    onChanged,
    defaultModelId: () => null,
    run: runTask,
  });
}

/** The shelf as it is now. */
export async function shelfOf(service: AdaptersService, modelId: string | null) {
  for await (const shelf of service.watch(modelId)) return shelf;
  throw new Error("no shelf came");
}

export interface TestTensor {
  readonly shape: readonly [rows: number, columns: number];
  readonly values: Float32Array;
  readonly type?: SafeType;
}

/** A safetensors file as its library writes it. */
export function encodeSafetensors(tensors: Readonly<Record<string, TestTensor>>): Buffer {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [name, { shape, values, type = "F32" }] of Object.entries(tensors)) {
    const bytes = encodeValues(values, type);
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    parts.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...parts]);
}

function encodeValues(values: Float32Array, type: SafeType): Buffer {
  if (type === "F32") return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const bytes = Buffer.alloc(values.length * 2);
  const bits = new DataView(new ArrayBuffer(4));
  values.forEach((value, index) => {
    bits.setFloat32(0, value);
    bytes.writeUInt16LE(type === "F16" ? halfBits(value) : bits.getUint16(0), index * 2);
  });
  return bytes;
}

/** Halves of a LoRA for these parts, by PEFT's names: "model.layers.0.self_attn.q_proj" with its [columns, rows]. */
export function peftTensors(
  parts: Readonly<Record<string, readonly [columns: number, rows: number]>>,
  options: { rank?: number; type?: SafeType; size?: number; seed?: number } = {},
): Record<string, TestTensor> {
  const { rank = 4, type = "F32", size = 0.5, seed = 3 } = options;
  const random = randomValues(seed);
  const tensors: Record<string, TestTensor> = {};
  for (const [module, [columns, rows]] of Object.entries(parts)) {
    const a = random(rank * columns, 1 / Math.sqrt(columns));
    const b = random(rank * rows, size / Math.sqrt(rank));
    tensors[`base_model.model.${module}.lora_A.weight`] = { shape: [rank, columns], values: a, type };
    tensors[`base_model.model.${module}.lora_B.weight`] = { shape: [rows, rank], values: b, type };
  }
  return tensors;
}

/** A folder as PEFT saves one; its path. */
export async function writePeft(
  folder: string,
  tensors: Readonly<Record<string, TestTensor>>,
  config: Record<string, unknown> = {},
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const usual = { peft_type: "LORA", r: 4, lora_alpha: 8, bias: "none", base_model_name_or_path: "tiny/tiny-llama" };
  await writeFile(join(folder, "adapter_config.json"), JSON.stringify({ ...usual, ...config }));
  await writeFile(join(folder, "adapter_model.safetensors"), encodeSafetensors(tensors));
  return folder;
}
