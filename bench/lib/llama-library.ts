import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import koffi from "koffi";

/**
 * The llama.cpp that node-llama-cpp uses, called directly: the reference for what the engine adds on top of it. Structures are those
 * of llama.h in llama.cpp v0.4.0; another version needs them checked again.
 */
function libraryFolder(): string {
  const platform = `${process.platform === "win32" ? "win" : process.platform === "darwin" ? "mac" : "linux"}-${process.arch}`;
  const main = import.meta.resolve("node-llama-cpp");
  const root = fileURLToPath(new URL(`../../@node-llama-cpp/${platform}/bins`, main));
  const cpu = readdirSync(root).find((name) => name === platform);
  if (cpu === undefined) throw new Error(`No llama.cpp for the processor alone in ${root}`);
  return join(root, cpu);
}

const folder = libraryFolder();

function load(pattern: RegExp) {
  const name = readdirSync(folder).find((file) => pattern.test(file));
  if (name === undefined) throw new Error(`No library like ${String(pattern)} in ${folder}`);
  return koffi.load(join(folder, name), { global: true });
}

// Held on to: koffi closes a library whose handle is collected, which empties ggml's list of backends.
const libraries = [
  load(/^(lib)?ggml-base\.(so|dylib|dll)$/),
  load(/^(lib)?ggml(\.v[\d.]+)?\.(so|dylib|dll)$/),
  load(/^(lib)?llama(\.v[\d.]+)?\.(so|dylib|dll)$/),
] as const;
const [, ggml, llama] = libraries;

koffi.struct("llama_model_params", {
  devices: "void*",
  tensor_buft_overrides: "void*",
  n_gpu_layers: "int",
  split_mode: "int",
  load_mode: "int",
  lazy_mode: "int",
  main_gpu: "int",
  tensor_split: "void*",
  progress_callback: "void*",
  progress_callback_user_data: "void*",
  kv_overrides: "void*",
  vocab_only: "bool",
  check_tensors: "bool",
  use_extra_bufts: "bool",
  no_host: "bool",
  no_alloc: "bool",
  load_mtp: "bool",
});
koffi.struct("llama_context_params", {
  n_ctx: "uint32",
  n_batch: "uint32",
  n_ubatch: "uint32",
  n_seq_max: "uint32",
  n_rs_seq: "uint32",
  n_outputs_max: "uint32",
  n_outputs_max_per_seq: "uint32",
  n_threads: "int",
  n_threads_batch: "int",
  ctx_type: "int",
  rope_scaling_type: "int",
  pooling_type: "int",
  attention_type: "int",
  flash_attn_type: "int",
  rope_freq_base: "float",
  rope_freq_scale: "float",
  yarn_ext_factor: "float",
  yarn_attn_factor: "float",
  yarn_beta_fast: "float",
  yarn_beta_slow: "float",
  yarn_orig_ctx: "uint32",
  defrag_thold: "float",
  cb_eval: "void*",
  cb_eval_user_data: "void*",
  type_k: "int",
  type_v: "int",
  abort_callback: "void*",
  abort_callback_data: "void*",
  embeddings: "bool",
  offload_kqv: "bool",
  no_perf: "bool",
  op_offload: "bool",
  swa_full: "bool",
  kv_unified: "bool",
  samplers: "void*",
  n_samplers: "size_t",
  ctx_other: "void*",
});
koffi.struct("llama_batch", {
  n_tokens: "int",
  token: "void*",
  embd: "void*",
  pos: "void*",
  n_seq_id: "void*",
  seq_id: "void*",
  logits: "void*",
});
koffi.struct("llama_sampler_chain_params", { no_perf: "bool" });

/** A pointer of the library's. */
export type Pointer = object;

const call = <T extends (...args: never[]) => unknown>(signature: string, from = llama): T =>
  from.func(signature) as unknown as T;

export const native = {
  loadBackends: call<(folder: string) => void>("void ggml_backend_load_all_from_path(const char*)", ggml),
  init: call<() => void>("void llama_backend_init()"),
  modelParams: call<() => Record<string, unknown>>("llama_model_params llama_model_default_params()"),
  contextParams: call<() => Record<string, unknown>>("llama_context_params llama_context_default_params()"),
  loadModel: call<(path: string, params: object) => Pointer | null>(
    "void* llama_model_load_from_file(const char*, llama_model_params)",
  ),
  createContext: call<(model: Pointer, params: object) => Pointer | null>(
    "void* llama_init_from_model(void*, llama_context_params)",
  ),
  setThreads: call<(context: Pointer, one: number, batch: number) => void>("void llama_set_n_threads(void*, int, int)"),
  memory: call<(context: Pointer) => Pointer>("void* llama_get_memory(void*)"),
  clear: call<(memory: Pointer, data: boolean) => void>("void llama_memory_clear(void*, bool)"),
  batchOf: call<(tokens: Pointer, count: number) => object>("llama_batch llama_batch_get_one(void*, int)"),
  decode: call<(context: Pointer, batch: object) => number>("int llama_decode(void*, llama_batch)"),
  chain: call<(params: object) => Pointer>("void* llama_sampler_chain_init(llama_sampler_chain_params)"),
  add: call<(chain: Pointer, sampler: Pointer) => void>("void llama_sampler_chain_add(void*, void*)"),
  topK: call<(k: number) => Pointer>("void* llama_sampler_init_top_k(int)"),
  topP: call<(p: number, keep: number) => Pointer>("void* llama_sampler_init_top_p(float, size_t)"),
  minP: call<(p: number, keep: number) => Pointer>("void* llama_sampler_init_min_p(float, size_t)"),
  temperature: call<(t: number) => Pointer>("void* llama_sampler_init_temp(float)"),
  draw: call<(seed: number) => Pointer>("void* llama_sampler_init_dist(uint32_t)"),
  sample: call<(chain: Pointer, context: Pointer, index: number) => number>(
    "int llama_sampler_sample(void*, void*, int)",
  ),
  freeSampler: call<(chain: Pointer) => void>("void llama_sampler_free(void*)"),
  silence: call<(callback: Pointer, data: null) => void>("void llama_log_set(void*, void*)"),
};

export const libraryPath = folder;

/** An array of tokens in the library's memory. */
export function tokenBuffer(length: number): { pointer: Pointer; set(tokens: readonly number[]): void } {
  const pointer = koffi.alloc("int", length) as Pointer;
  return { pointer, set: (tokens) => koffi.encode(pointer, koffi.array("int", tokens.length), [...tokens]) };
}

/** A log callback that says nothing. */
export function noLog(): Pointer {
  const type = koffi.pointer(koffi.proto("void log_callback(int level, const char* text, void* data)"));
  return koffi.register(() => undefined, type) as unknown as Pointer;
}
