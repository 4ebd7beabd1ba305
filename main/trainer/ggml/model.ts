import { AppError } from "#main/rpc/errors.ts";
import type { Pointer } from "./library.ts";
import { type Llama, listenToLog, startLlama } from "./llama.ts";

/** A model in memory. Freed by `dispose`; contexts made of it have to be freed before. */
export interface LoadedModel extends Disposable {
  readonly llama: Llama;
  readonly pointer: Pointer;
  readonly vocabulary: Pointer;
  readonly words: number;
  readonly trainedContextTokens: number;
}

/** Levels of ggml's log. */
const WARN = 3;
const ERROR = 4;
const CONTINUED = 5;

/** The errors of llama.cpp's log from now on, as one line; `also` hears everything. */
export function collectComplaints(also: (text: string) => void = () => undefined): () => string {
  const lines: string[] = [];
  let isError = false;
  listenToLog((level, text) => {
    also(text);
    if (level !== CONTINUED) isError = level === ERROR;
    if (isError && text.trim() !== "" && lines.length < 20) lines.push(text.trim());
    if (level === WARN || level === ERROR) process.stderr.write(`${text.trimEnd()}\n`);
  });
  return () => lines.join(" ");
}

/** On the processor alone; `params` are more fields of `llama_model_params`. Throws MODEL_INVALID with what llama.cpp said. */
export async function loadModel(
  path: string,
  name: string,
  params: Record<string, unknown> = {},
): Promise<LoadedModel> {
  const llama = startLlama();
  const complaints = collectComplaints();
  const pointer = await llama.loadModel(path, { ...llama.modelParams(), ...params, n_gpu_layers: 0 });
  if (pointer === null) {
    const problem = complaints() || "llama.cpp could not load it";
    throw new AppError("MODEL_INVALID", `${name} cannot be used: ${problem}`, { file: name, problem });
  }
  const vocabulary = llama.vocabulary(pointer);
  return {
    llama,
    pointer,
    vocabulary,
    words: llama.words(vocabulary),
    trainedContextTokens: llama.trainedContext(pointer),
    [Symbol.dispose]: () => llama.freeModel(pointer),
  };
}
