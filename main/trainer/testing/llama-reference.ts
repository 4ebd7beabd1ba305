import { basename } from "node:path";
import koffi from "koffi";
import { createContext } from "../ggml/context.ts";
import { openLibraries, type Pointer } from "../ggml/library.ts";
import { loadModel } from "../ggml/model.ts";

export interface LlamaReferenceOptions {
  adapter?: string;
  /** Keys and values in F32 and attention written out, weights as they lie in the file: as close to the formulas as llama.cpp gets. */
  isExact?: boolean;
  threads?: number;
}

/** `enum ggml_type`, `enum llama_flash_attn_type`. */
const F32 = 0;
const NO_FLASH = 0;

/** llama.cpp's own logits behind each token of one text, what ours are compared with: [tokens × words], row by row. */
export async function llamaLogits(
  path: string,
  tokens: Int32Array,
  options: LlamaReferenceOptions = {},
): Promise<Float32Array> {
  const { adapter, isExact = true, threads = 2 } = options;
  using model = await loadModel(path, basename(path), { use_extra_bufts: !isExact });
  using context = await createContext(model, {
    contextTokens: tokens.length,
    batchTokens: tokens.length,
    threads,
    params: isExact ? { type_k: F32, type_v: F32, flash_attn_type: NO_FLASH } : {},
  });
  if (adapter !== undefined) setAdapter(model.pointer, context.pointer, adapter);
  await context.read(tokens);
  const logits = new Float32Array(tokens.length * model.words);
  for (let row = 0; row < tokens.length; row += 1) logits.set(context.logits(row), row * model.words);
  return logits;
}

/** The adapter is freed with its model. */
function setAdapter(model: Pointer, context: Pointer, path: string): void {
  const { bind } = openLibraries();
  const load = bind<(model: Pointer, path: string) => Pointer | null>(
    "llama",
    "void* llama_adapter_lora_init(void*, const char*)",
  );
  const set = bind<(context: Pointer, list: Pointer, count: number, scales: Pointer) => number>(
    "llama",
    "int llama_set_adapters_lora(void*, void*, size_t, void*)",
  );
  const adapter = load(model, path);
  if (adapter === null) throw new Error(`llama.cpp did not load the adapter ${path}`);
  const list = koffi.alloc("void*", 1) as Pointer;
  const scales = koffi.alloc("float", 1) as Pointer;
  koffi.encode(list, "void*", adapter);
  koffi.encode(scales, "float", 1);
  const code = set(context, list, 1, scales);
  koffi.free(list);
  koffi.free(scales);
  if (code !== 0) throw new Error(`llama_set_adapters_lora: ${String(code)}`);
}

/** Negative log-likelihood of each token after the first, in nats, from the logits of all. */
export function lossesOf(logits: Float32Array, ids: Int32Array): number[] {
  const words = logits.length / ids.length;
  return [...ids.subarray(1)].map((word, index) => lossOf(logits.subarray(index * words, (index + 1) * words), word));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lossOf(row: Float32Array, word: number): number {
  const greatest = row.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = row.reduce((all, value) => all + Math.exp(value - greatest), 0);
  return Math.log(sum) + greatest - (row[word] ?? NaN);
}
