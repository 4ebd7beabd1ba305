import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { encodeTensor } from "#main/lib/gguf/encode.ts";
import type { HeadCounts } from "#main/lib/gguf/heads.ts";
import { gguf } from "#main/lib/gguf/write.ts";
import { type GgufTensorSource, writeGgufInPieces } from "#main/lib/gguf/write-in-pieces.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";
import { scalingOf } from "./config.ts";
import { turnedHeads, turnRows } from "#main/lib/peft/turn-rows.ts";
import type { PeftAdapter, PeftPair } from "./read.ts";
import { readValues, type SafeTensor } from "#main/lib/peft/safetensors.ts";

/** The model for which an adapter is converted. */
export interface ConversionTarget extends HeadCounts {
  readonly architecture: string;
}

/**
 * Writes a PEFT adapter as a GGUF LoRA. Values stay what they are: F16 as F16, F32 and BF16 as F32, which holds both exactly. Only where
 * parts have strengths of their own one half is multiplied, since llama.cpp knows one alpha for all. Throws AdapterProblem.
 */
export async function convertPeft(
  adapter: PeftAdapter,
  target: ConversionTarget,
  output: { path: string; name: string },
  options: { signal: AbortSignal; onProgress: (fraction: number) => void },
): Promise<void> {
  const alpha = alphaOf(adapter);
  const file = await open(adapter.path, constants.O_RDONLY);
  try {
    const tensors = adapter.pairs.flatMap((pair) => tensorsOf(file, adapter, pair, target, alpha, options.signal));
    const totalBytes = tensors.reduce((sum, { bytes }) => sum + bytes, 0);
    const { baseModel } = adapter.config;
    const metadata = {
      "general.type": gguf.string("adapter"),
      "general.architecture": gguf.string(target.architecture),
      "general.name": gguf.string(output.name),
      ...(baseModel === null
        ? {}
        : { "general.base_model.count": gguf.u32(1), "general.base_model.0.name": gguf.string(baseModel) }),
      "adapter.type": gguf.string("lora"),
      "adapter.lora.alpha": gguf.f32(alpha),
    };
    await writeGgufInPieces(output.path, { metadata, tensors }, (bytes) => options.onProgress(bytes / totalBytes));
  } finally {
    await file.close();
  }
}

/** llama.cpp scales by alpha / rank. Of a rank-stabilised adapter it gets the alpha that makes the same of it. */
function alphaOf({ config, pairs }: PeftAdapter): number {
  const rank = pairs[0]?.a.shape[0] ?? config.rank;
  return config.isRankStabilised ? config.alpha * Math.sqrt(rank) : config.alpha;
}

function tensorsOf(
  file: FileHandle,
  { config }: PeftAdapter,
  { module, tensor, a, b }: PeftPair,
  target: ConversionTarget,
  alpha: number,
  signal: AbortSignal,
): GgufTensorSource[] {
  const rank = a.shape[0] ?? 1;
  const factor = (scalingOf(config, module, rank) * rank) / alpha;
  const heads = turnedHeads(tensor, b.shape[0] ?? 0, target);
  const read = async (half: SafeTensor): Promise<Float32Array> => {
    signal.throwIfAborted();
    const values = await readValues(file, half);
    for (const value of values) if (!Number.isFinite(value)) throw notFinite(half, value);
    return values;
  };
  // Where a half is multiplied it may need more than half precision.
  const isExact = Math.abs(factor - 1) < 1e-6;
  return [
    source(`${tensor}.lora_a`, a, a.type === "F16" ? "F16" : "F32", () => read(a)),
    source(`${tensor}.lora_b`, b, b.type === "F16" && isExact ? "F16" : "F32", async () => {
      const values = await read(b);
      if (!isExact) values.forEach((value, index) => (values[index] = value * factor));
      return heads === null ? values : turnRows(values, rank, heads);
    }),
  ];
}

/** PyTorch's [rows, columns] lie in memory as ggml's [columns, rows] do. */
function source(
  name: string,
  { shape: [rows = 1, columns = 1] }: SafeTensor,
  type: "F16" | "F32",
  values: () => Promise<Float32Array>,
): GgufTensorSource {
  const bytes = rows * columns * (type === "F16" ? 2 : 4);
  return { name, type, shape: [columns, rows], bytes, data: async () => encodeTensor(type, await values()) };
}

function notFinite({ name }: SafeTensor, value: number): AdapterProblem {
  const what = Number.isNaN(value) ? "a value that is not a number (NaN)" : "an infinite value";
  return new AdapterProblem(`it is damaged: ${name.slice(0, 80)} holds ${what}, which would spoil every answer`);
}
