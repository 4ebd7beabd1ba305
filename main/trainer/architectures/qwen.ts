import { llamaLike } from "./llama.ts";

/** Llama with halves that turn together, and biases on queries, keys and values (Qwen2 report, 2024). */
export const qwen2 = llamaLike({ name: "qwen2", mode: 2, hasHeadNorms: false });

/** Without the biases, with norms of each head's queries and keys (Qwen3 report, 2025). */
export const qwen3 = llamaLike({ name: "qwen3", mode: 2, hasHeadNorms: true });
