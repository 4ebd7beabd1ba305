import { availableParallelism, freemem } from "node:os";
import { statSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  getLlama,
  getLlamaGpuTypes,
  InsufficientMemoryError,
  type Llama,
  LlamaLogLevel,
  type LlamaModel,
  NoBinaryFoundError,
} from "node-llama-cpp";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { estimateByFormula } from "./addon.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import { AppError } from "#main/rpc/errors.ts";

export interface LoadedLlama {
  readonly llama: Llama;
  readonly model: LlamaModel;
}

/** How far loading has come at the end of each step, by what they take of a small model; of a large one the weights take most. */
const PROGRESS = { started: 0.1, library: 0.3, weights: 0.9 };

/** Loads a model's weights; the last tenth of the progress is left to the context. Throws BACKEND_NOT_AVAILABLE, NOT_ENOUGH_MEMORY, MODEL_UNSUPPORTED, MODEL_INVALID, NOT_FOUND. */
export async function loadModel(
  path: string,
  options: LoadOptions,
  onProgress: (progress: number) => void,
): Promise<LoadedLlama> {
  // Checked here again, in the process that opens it: what was looked at before may be another file by now.
  await readGgufHeader(path);
  const complaints: string[] = [];
  onProgress(PROGRESS.started);
  const llama = await startLlama(options.backend, (complaint) => complaints.push(complaint));
  onProgress(PROGRESS.library);
  try {
    if (llama.gpu === false) estimateByFormula();
    const model = await llama.loadModel({
      modelPath: path,
      gpuLayers: llama.gpu === false ? 0 : options.gpuLayers,
      useMmap: options.mmap,
      useMlock: options.mlock,
      ignoreMemorySafetyChecks: options.ignoreMemoryCheck,
      onLoadProgress: (part) => onProgress(PROGRESS.library + part * (PROGRESS.weights - PROGRESS.library)),
    });
    return { llama, model };
  } catch (error) {
    // What llama.cpp says of it comes on its own way, and later.
    await sleep(COMPLAINTS_MS);
    throw describe(error, path, complaints);
  }
}

const COMPLAINTS_MS = 100;

/** Never downloads or compiles: what runs here came with the product. */
async function startLlama(backend: LoadOptions["backend"], onComplaint: (text: string) => void): Promise<Llama> {
  try {
    return await getLlama({
      gpu: backend === "cpu" ? false : backend,
      build: "never",
      skipDownload: true,
      // The governor sets it before each call; zero, "no limit", would switch it off for good.
      maxThreads: availableParallelism(),
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => {
        if (level === LlamaLogLevel.error || level === LlamaLogLevel.fatal) onComplaint(message.trim());
        process.stderr.write(`${message.trimEnd()}\n`);
      },
    });
  } catch (error) {
    if (!(error instanceof NoBinaryFoundError)) throw error;
    const available = (await getLlamaGpuTypes("supported")).map((type) => (type === false ? "cpu" : type)).join(", ");
    throw new AppError(
      "BACKEND_NOT_AVAILABLE",
      `This computer cannot run models on ${backend}, only on ${available}.`,
      {
        backend,
        available,
      },
    );
  }
}

/** What a failed load means, as far as llama.cpp says it. `complaints`: its errors, oldest first. */
function describe(error: unknown, path: string, complaints: readonly string[]): Error {
  const model = basename(path);
  const message = error instanceof Error ? error.message : String(error);
  const all = [...complaints, message].join("\n");
  const architecture = /unknown (?:model )?architecture:? '?([\w.-]+)/i.exec(all)?.[1];
  if (architecture !== undefined) {
    return new AppError(
      "MODEL_UNSUPPORTED",
      `${model} has the architecture ${architecture}, which this version cannot run.`,
      {
        model,
        architecture,
      },
    );
  }
  const isMemory =
    error instanceof InsufficientMemoryError || /out of memory|failed to allocate|insufficient memory/i.test(all);
  if (isMemory) {
    const neededBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return new AppError("NOT_ENOUGH_MEMORY", `There is not enough memory for ${model}.`, {
      model,
      neededBytes,
      freeBytes: freemem(),
    });
  }
  const problem = complaints.findLast((complaint) => !/failed to load model/i.test(complaint)) ?? message;
  return new AppError("MODEL_INVALID", `${model} cannot be used: ${problem}`, { file: path, problem });
}
