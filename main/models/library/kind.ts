import type { GgufHeader } from "#main/lib/gguf/read.ts";
import type { Model } from "../contract.ts";
import { numberOf, textOf } from "./metadata.ts";

/** Architectures that turn a text into one vector and do nothing else (llama.cpp's encoders). */
const ENCODERS = new Set([
  "bert",
  "modern-bert",
  "nomic-bert",
  "nomic-bert-moe",
  "neo-bert",
  "jina-bert-v2",
  "jina-bert-v3",
  "eurobert",
  "gemma-embedding",
  "t5encoder",
  "llama-embed",
]);

/** `enum llama_pooling_type`: how tokens' vectors become one. */
const POOLING_NONE = 0;
const POOLING_RANK = 4;

/** What a file is for, by what it holds; never by its name. */
export function kindOf(header: GgufHeader, architecture: string): Model["kind"] {
  const type = textOf(header, "general.type");
  if (type === "adapter" || header.metadata.has("adapter.type")) return "adapter";
  if (type === "mmproj" || architecture === "clip") return "projector";
  if (header.tensors.length === 0) return "vocabulary";

  const pooling = numberOf(header, `${architecture}.pooling_type`);
  const ranks = header.tensors.some((tensor) => tensor.name === "cls.output.weight");
  if (pooling === POOLING_RANK || ranks) return "reranker";
  if (ENCODERS.has(architecture) || (pooling !== null && pooling !== POOLING_NONE)) return "embedding";
  return hasChatTemplate(header) ? "chat" : "base";
}

export function hasChatTemplate(header: GgufHeader): boolean {
  // A template too long to be kept is still one.
  return header.types.get("tokenizer.chat_template") === "string";
}

/** Marks of templates that let a model think first: Qwen and DeepSeek, gpt-oss, Mistral, Seed, Granite. */
const THOUGHTS = [
  "<think>",
  "</think>",
  "enable_thinking",
  "reasoning_content",
  "<|channel|>analysis",
  "[THINK]",
  "<seed:think>",
  "<|channel>thought",
];

export function thinks(header: GgufHeader): boolean {
  const template = textOf(header, "tokenizer.chat_template") ?? "";
  return THOUGHTS.some((mark) => template.includes(mark));
}
