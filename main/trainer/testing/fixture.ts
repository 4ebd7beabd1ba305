import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Example } from "../network.ts";

/** Tiny random models, and what PyTorch says of each: fixtures/README.md. */
export const FIXTURES = ["llama", "llama3", "qwen2", "qwen3", "gemma3", "gemma3-scaled", "phi3"] as const;
export type FixtureName = (typeof FIXTURES)[number];

export interface Fixture {
  readonly architecture: string;
  /** Paths: the model in F32, a random LoRA on all its linear layers as llama.cpp reads it, and the same in a folder of PEFT's. */
  readonly model: string;
  readonly adapter: string;
  readonly peft: string;
  readonly rank: number;
  readonly alpha: number;
  readonly example: Example;
  /** Mean over the example's targets without the LoRA, with it, and with it for each target. */
  readonly baseLoss: number;
  readonly loss: number;
  readonly tokenLosses: readonly number[];
  /** Some of the example's targets: the rows of the tensors "logits.base" and "logits.lora". */
  readonly logitRows: readonly number[];
  /** All of "gradient.blk.0.attn_q.weight.lora_a" and so on, in name's order. */
  readonly gradients: readonly string[];
  /** Throws when there is none of this name. */
  tensor(name: string): FixtureTensor;
}

export interface FixtureTensor {
  /** As in GGUF: how many numbers a row has, how many rows there are. */
  readonly shape: readonly [number, number];
  readonly values: Float32Array;
}

/** What reference.json holds beside the fields of `Fixture`. */
interface Reference extends Omit<Fixture, "model" | "adapter" | "peft" | "example" | "gradients" | "tensor"> {
  tokens: number[];
  targets: number[];
  tensors: Record<string, { offset: number; shape: [number, number] }>;
}

export function readFixture(name: FixtureName): Fixture {
  const at = (file: string): string => fileURLToPath(new URL(`fixtures/${name}/${file}`, import.meta.url));
  const { tokens, targets, tensors, ...said } = JSON.parse(readFileSync(at("reference.json"), "utf8")) as Reference;
  const bytes = readFileSync(at("reference.f32"));
  return {
    ...said,
    model: at("model.gguf"),
    adapter: at("adapter.gguf"),
    peft: at("peft"),
    example: { ids: Int32Array.from(tokens), targets: Int32Array.from(targets) },
    gradients: Object.keys(tensors).filter((key) => key.startsWith("gradient.")),
    tensor(key) {
      const tensor = tensors[key];
      if (tensor === undefined) throw new Error(`The fixture ${name} has no tensor "${key}"`);
      const { offset, shape } = tensor;
      const values = new Float32Array(shape[0] * shape[1]);
      for (let index = 0; index < values.length; index += 1) values[index] = bytes.readFloatLE((offset + index) * 4);
      return { shape, values };
    },
  };
}
