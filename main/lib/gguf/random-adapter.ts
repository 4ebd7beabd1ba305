import { encodeTensor } from "./encode.ts";
import type { GgufHeader } from "./read.ts";
import { randomValues } from "./tiny-random.ts";
import type { GgufFile, GgufTensorData } from "./write.ts";
import { gguf } from "./write.ts";

/**
 * A LoRA with random weights for a real model, by its header: it adds to the queries and values of every layer. For tests and benches of
 * everything around an adapter. `size` is how much of the model's own weights it adds, about: 0.1 changes every answer.
 */
export function randomAdapter(
  model: Pick<GgufHeader, "metadata" | "tensors">,
  options: { name?: string; rank?: number; size?: number; seed?: number } = {},
): GgufFile {
  const { rank = 8, size = 0.1, seed = 7, name = "Random" } = options;
  const random = randomValues(seed);
  const tensors = model.tensors
    .filter((tensor) => /^blk\.\d+\.attn_[qv]\.weight$/.test(tensor.name))
    .flatMap(({ name, shape: [columns = 1, rows = 1] }): GgufTensorData[] => {
      const a = encodeTensor("F32", random(columns * rank, 1 / Math.sqrt(columns)));
      const b = encodeTensor("F32", random(rows * rank, size / Math.sqrt(rank)));
      return [
        { name: `${name}.lora_a`, type: "F32", shape: [columns, rank], data: a },
        { name: `${name}.lora_b`, type: "F32", shape: [rank, rows], data: b },
      ];
    });
  return {
    metadata: {
      "general.type": gguf.string("adapter"),
      "general.architecture": gguf.string(String(model.metadata.get("general.architecture"))),
      "general.name": gguf.string(name),
      "adapter.type": gguf.string("lora"),
      // As strong as its rank: products are scaled by alpha / rank.
      "adapter.lora.alpha": gguf.f32(rank),
    },
    tensors,
  };
}
