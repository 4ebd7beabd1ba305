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
  type LlamaModelOptions,
  NoBinaryFoundError,
} from "node-llama-cpp";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import { estimateByFormula } from "./addon.ts";
import { openModel } from "./open-model.ts";
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
  const header = await readGgufHeader(path);
  complaints.length = 0;
  onProgress(PROGRESS.started);
  const llama = await prepare(options.backend);
  onProgress(PROGRESS.library);
  const modelOptions: LlamaModelOptions = {
    modelPath: path,
    gpuLayers: llama.gpu === false ? 0 : options.gpuLayers,
    useMmap: options.mmap,
    useMlock: options.mlock,
    ignoreMemorySafetyChecks: options.ignoreMemoryCheck,
    onLoadProgress: (part) => onProgress(PROGRESS.library + part * (PROGRESS.weights - PROGRESS.library)),
  };
  try {
    if (llama.gpu === false) estimateByFormula();
    const isSimple = llama.gpu === false && !isSplit(header);
    const model = isSimple ? await openModel(llama, header, modelOptions) : await llama.loadModel(modelOptions);
    return { llama, model };
  } catch (error) {
    // What llama.cpp says of it comes on its own way, and later.
    await sleep(COMPLAINTS_MS);
    throw describe(error, path, [...complaints]);
  }
}

const COMPLAINTS_MS = 100;

/** What llama.cpp has complained of since loading began: the reasons why it failed. */
const complaints: string[] = [];
let prepared: { backend: LoadOptions["backend"]; llama: Promise<Llama> } | null = null;

/**
 * The library with the processor's and the cards' own parts, once for the process: it takes most of a second, and needs to know
 * nothing of the model. Throws BACKEND_NOT_AVAILABLE.
 */
export function prepare(backend: LoadOptions["backend"]): Promise<Llama> {
  if (prepared !== null && prepared.backend !== backend) {
    throw new Error(`This engine was prepared for ${prepared.backend}, not for ${backend}`);
  }
  prepared ??= { backend, llama: startLlama(backend) };
  return prepared.llama;
}

/** A model in several files. */
function isSplit({ metadata }: GgufHeader): boolean {
  return Number(metadata.get("split.count") ?? 1) > 1;
}

/** Never downloads or compiles: what runs here came with the product. */
async function startLlama(backend: LoadOptions["backend"]): Promise<Llama> {
  const llama = await openLlama(backend);
  if (backend !== "auto" || llama.gpu === false || (await llama.getGpuDeviceNames()).length > 0) return llama;
  // A loader without a card (of Vulkan, with a driver that draws on the processor): it would only be slower, and counted wrongly.
  await llama.dispose();
  return openLlama("cpu");
}

async function openLlama(backend: LoadOptions["backend"]): Promise<Llama> {
  try {
    return await getLlama({
      gpu: backend === "cpu" ? false : backend,
      build: "never",
      skipDownload: true,
      // The governor sets it before each call; zero, "no limit", would switch it off for good.
      maxThreads: availableParallelism(),
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => {
        if (level === LlamaLogLevel.error || level === LlamaLogLevel.fatal) complaints.push(message.trim());
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
