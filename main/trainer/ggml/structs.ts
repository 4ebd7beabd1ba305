import koffi from "koffi";

/**
 * Structures of llama.cpp v0.4.0 (llama.h, ggml.h). Their sizes were compared with a C compiler's; `checkLayouts` compares what the
 * library itself says with what is read here, so that another version is refused instead of misread.
 */
export const modelParams = koffi.struct("llama_model_params", {
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

export const contextParams = koffi.struct("llama_context_params", {
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

export const batch = koffi.struct("llama_batch", {
  n_tokens: "int",
  token: "void*",
  embd: "void*",
  pos: "void*",
  n_seq_id: "void*",
  seq_id: "void*",
  logits: "void*",
});

export const quantizeParams = koffi.struct("llama_model_quantize_params", {
  nthread: "int",
  ftype: "int",
  output_tensor_type: "int",
  token_embedding_type: "int",
  allow_requantize: "bool",
  quantize_output_tensor: "bool",
  only_copy: "bool",
  pure: "bool",
  keep_split: "bool",
  dry_run: "bool",
  imatrix: "void*",
  kv_overrides: "void*",
  tt_overrides: "void*",
  prune_layers: "void*",
  max_buf_size: "size_t",
});

export const imatrixData = koffi.struct("llama_model_imatrix_data", { name: "void*", data: "void*", size: "size_t" });

export const initParams = koffi.struct("ggml_init_params", {
  mem_size: "size_t",
  mem_buffer: "void*",
  no_alloc: "bool",
});

/** `ggml_type_traits`: how a type's numbers are read. */
export const typeTraits = koffi.struct("ggml_type_traits", {
  type_name: "const char*",
  blck_size: "int64",
  blck_size_interleave: "int64",
  type_size: "size_t",
  is_quantized: "bool",
  to_float: "void*",
  from_float_ref: "void*",
});

export const tensor = koffi.struct("ggml_tensor", {
  type: "int",
  buffer: "void*",
  ne: koffi.array("int64", 4),
  nb: koffi.array("size_t", 4),
  op: "int",
  op_params: koffi.array("int32", 16),
  flags: "int32",
  src: koffi.array("void*", 10),
  view_src: "void*",
  view_offs: "size_t",
  data: "void*",
  name: koffi.array("char", 64),
  extra: "void*",
  padding: koffi.array("char", 8),
});

/** `llama_model_kv_override`: a key of 128 bytes and a value of 128, of which the tag says what it is. */
export const KV_OVERRIDE = { bytes: 264, keyAt: 4, valueAt: 136, INT: 0 } as const;

/** `enum ggml_type`: how many there are, which is also "not set" in `llama_model_quantize_params`. */
const GGML_TYPE_COUNT = 43;

const SIZES = [
  [modelParams, 80],
  [contextParams, 160],
  [batch, 56],
  [quantizeParams, 64],
  [imatrixData, 24],
  [initParams, 24],
  [typeTraits, 56],
  [tensor, 336],
] as const;

/** What the library says of itself, read through the structures above. Throws when it makes no sense: another version. */
export function checkLayouts(defaults: {
  model: Record<string, unknown>;
  context: Record<string, unknown>;
  quantize: Record<string, unknown>;
  tensorBytes: number;
}): void {
  const { model, context, quantize, tensorBytes } = defaults;
  const said: [string, unknown, unknown][] = [
    ["ggml_tensor", tensorBytes, koffi.sizeof(tensor)],
    ["model.n_gpu_layers", model["n_gpu_layers"], -1],
    ["model.use_extra_bufts", model["use_extra_bufts"], true],
    ["context.n_ubatch", context["n_ubatch"], 512],
    ["context.type_k", context["type_k"], 1],
    ["context.no_perf", context["no_perf"], true],
    ["context.swa_full", context["swa_full"], true],
    ["context.ctx_other", context["ctx_other"], null],
    ["quantize.ftype", quantize["ftype"], 7],
    ["quantize.output_tensor_type", quantize["output_tensor_type"], GGML_TYPE_COUNT],
    ["quantize.quantize_output_tensor", quantize["quantize_output_tensor"], true],
    ["quantize.max_buf_size", Number(quantize["max_buf_size"]), 8 * 2 ** 30],
  ];
  for (const [struct, bytes] of SIZES) said.push([struct.name, koffi.sizeof(struct), bytes]);
  const wrong = said.find(([, is, expected]) => is !== expected);
  if (!wrong) return;
  const [what, is, expected] = wrong;
  throw new Error(`Another llama.cpp than v0.4.0: ${what} is ${String(is)}, not ${String(expected)}`);
}
