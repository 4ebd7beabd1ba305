import koffi from "koffi";
import { openLibraries, type Pointer } from "#main/trainer/ggml/library.ts";
// Registers the structures that the signatures below name.
import "#main/trainer/ggml/structs.ts";

/**
 * The llama.cpp that node-llama-cpp uses, called directly: the reference for what the engine adds on top of it. The same libraries and
 * structures as the trainer's; what a loop of tokens needs besides is bound here.
 */
const libraries = openLibraries();

koffi.struct("llama_sampler_chain_params", { no_perf: "bool" });

export type { Pointer };

const call = <T extends (...args: never[]) => unknown>(signature: string, from: "ggml" | "llama" = "llama"): T =>
  libraries.bind<T>(from, signature);

export const native = {
  loadBackends: call<(folder: string) => void>("void ggml_backend_load_all_from_path(const char*)", "ggml"),
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

export const libraryPath = libraries.folder;

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
