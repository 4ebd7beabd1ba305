import koffi from "koffi";
import { openLibraries, type Pointer } from "./library.ts";
import * as structs from "./structs.ts";

type Params = Record<string, unknown>;

/** Functions of libllama and ggml, by our names. What takes long is asynchronous: it runs on libuv's one worker (environment.ts). */
export interface Llama {
  readonly folder: string;
  modelParams(): Params;
  contextParams(): Params;
  quantizeParams(): Params;
  /** null: it could not; the log says why. */
  loadModel(path: string, params: Params): Promise<Pointer | null>;
  freeModel(model: Pointer): void;
  createContext(model: Pointer, params: Params): Promise<Pointer | null>;
  freeContext(context: Pointer): void;
  setThreads(context: Pointer, one: number, batch: number): void;
  clear(context: Pointer): void;
  vocabulary(model: Pointer): Pointer;
  words(vocabulary: Pointer): number;
  addsBeginning(vocabulary: Pointer): boolean;
  beginning(vocabulary: Pointer): number;
  trainedContext(model: Pointer): number;
  /** Negative: so many tokens did not fit. */
  tokenize(
    vocabulary: Pointer,
    text: Buffer,
    bytes: number,
    tokens: Int32Array,
    room: number,
    special: boolean,
    parse: boolean,
  ): number;
  /** 0 when all is well. */
  decode(context: Pointer, batch: Params): Promise<number>;
  /** Row `index` of the outputs of the last batch. */
  logits(context: Pointer, index: number): Pointer | null;
  /** 0 when all is well; else the log says why. */
  quantize(source: string, target: string, params: Params): Promise<number>;
  copyTensor(tensor: Pointer, into: Float32Array | Int32Array, offset: number, bytes: number): void;
  tensorBytes(tensor: Pointer): number;
  operation(op: number): string;
}

export type LogListener = (level: number, text: string) => void;

let bound: Llama | null = null;
let listener: LogListener = () => undefined;

/** Whom llama.cpp's log goes to from now on; there is one log for the process. */
export function listenToLog(next: LogListener): void {
  listener = next;
}

/** Opens the libraries, checks that they are what these bindings were written for, and starts their backends. */
export function startLlama(): Llama {
  bound ??= bindAll();
  return bound;
}

function bindAll(): Llama {
  const { folder, bind, bindLater } = openLibraries();
  const memoryOf = bind<(context: Pointer) => Pointer>("llama", "void* llama_get_memory(void*)");
  const clearMemory = bind<(memory: Pointer, data: boolean) => void>("llama", "void llama_memory_clear(void*, bool)");

  const llama: Llama = {
    folder,
    modelParams: bind("llama", "llama_model_params llama_model_default_params()"),
    contextParams: bind("llama", "llama_context_params llama_context_default_params()"),
    quantizeParams: bind("llama", "llama_model_quantize_params llama_model_quantize_default_params()"),
    loadModel: bindLater("llama", "void* llama_model_load_from_file(const char*, llama_model_params)"),
    freeModel: bind("llama", "void llama_model_free(void*)"),
    createContext: bindLater("llama", "void* llama_init_from_model(void*, llama_context_params)"),
    freeContext: bind("llama", "void llama_free(void*)"),
    setThreads: bind("llama", "void llama_set_n_threads(void*, int, int)"),
    clear: (context) => clearMemory(memoryOf(context), true),
    vocabulary: bind("llama", "void* llama_model_get_vocab(void*)"),
    words: bind("llama", "int llama_vocab_n_tokens(void*)"),
    addsBeginning: bind("llama", "bool llama_vocab_get_add_bos(void*)"),
    beginning: bind("llama", "int llama_vocab_bos(void*)"),
    trainedContext: bind("llama", "int llama_model_n_ctx_train(void*)"),
    tokenize: bind("llama", "int llama_tokenize(void*, const void*, int, _Out_ void*, int, bool, bool)"),
    decode: bindLater("llama", "int llama_decode(void*, llama_batch)"),
    logits: bind("llama", "void* llama_get_logits_ith(void*, int)"),
    quantize: bindLater(
      "llama",
      "uint32 llama_model_quantize(const char*, const char*, const llama_model_quantize_params*)",
    ),
    copyTensor: bind("base", "void ggml_backend_tensor_get(void*, _Out_ void*, size_t, size_t)"),
    tensorBytes: bind("base", "size_t ggml_nbytes(void*)"),
    operation: bind("base", "const char* ggml_op_name(int)"),
  };

  structs.checkLayouts({
    model: llama.modelParams(),
    context: llama.contextParams(),
    quantize: llama.quantizeParams(),
    // With the object that keeps it in its context: four words.
    tensorBytes: bind<() => number>("base", "size_t ggml_tensor_overhead()")() - 32,
  });

  const logType = koffi.pointer(koffi.proto("void llama_log_callback(int level, const char* text, void* data)"));
  const onLog = koffi.register((level: number, text: string) => listener(level, text), logType);
  bind<(callback: unknown, data: null) => void>("llama", "void llama_log_set(void*, void*)")(onLog, null);
  bind<(folder: string) => void>("ggml", "void ggml_backend_load_all_from_path(const char*)")(folder);
  bind<() => void>("llama", "void llama_backend_init()")();
  return llama;
}
