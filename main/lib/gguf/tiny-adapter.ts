import { encodeTensor } from "./encode.ts";
import { TINY } from "./tiny-model.ts";
import { randomValues } from "./tiny-random.ts";
import type { GgufFile, GgufTensorData } from "./write.ts";
import { gguf } from "./write.ts";

/** A LoRA adapter with random weights for `tinyModel()` (of the same number of layers): changes what it says, strongly. */
export function tinyAdapter(
  options: { name?: string; rank?: number; alpha?: number; layers?: number; seed?: number; architecture?: string } = {},
): GgufFile {
  const { rank = 4, layers = 2, alpha = 8, architecture = "llama" } = options;
  const random = randomValues(options.seed ?? 7);
  const { dimensions, feedForward } = TINY;
  const tensors: GgufTensorData[] = [];
  const pair = (name: string, columns: number, rows: number): void => {
    const a = encodeTensor("F32", random(columns * rank, 1));
    const b = encodeTensor("F32", random(rank * rows, 1));
    tensors.push({ name: `${name}.lora_a`, type: "F32", shape: [columns, rank], data: a });
    tensors.push({ name: `${name}.lora_b`, type: "F32", shape: [rank, rows], data: b });
  };
  for (let layer = 0; layer < layers; layer++) {
    pair(`blk.${layer}.attn_q.weight`, dimensions, dimensions);
    pair(`blk.${layer}.ffn_down.weight`, feedForward, dimensions);
  }
  return {
    metadata: {
      "general.type": gguf.string("adapter"),
      "general.architecture": gguf.string(architecture),
      "general.name": gguf.string(options.name ?? "Tiny adapter"),
      "adapter.type": gguf.string("lora"),
      "adapter.lora.alpha": gguf.f32(alpha),
    },
    tensors,
  };
}
