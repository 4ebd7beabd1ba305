import { GgufInsights, type GgufFileInfo, type Llama, LlamaModel, type LlamaModelOptions } from "node-llama-cpp";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { fileInfoOf } from "./file-info.ts";

/**
 * Loads a model for the processor alone, from one file whose header has been read: `llama.loadModel` without what takes longer there
 * than loading itself. It would read the header once more, word by word (file-info.ts), and work out how to share the layers between
 * cards that are not there. The rest is done as it does it; the names are internal to node-llama-cpp, whose version is pinned.
 */
export async function openModel(llama: Llama, header: GgufHeader, options: LlamaModelOptions): Promise<LlamaModel> {
  const internal = llama as unknown as Partial<InternalLlama>;
  const { _ramOrchestrator: ram, supportsMmap } = internal;
  if (typeof ram?.markAllocation !== "function" || typeof supportsMmap !== "boolean") throw changed("Llama");
  const { modelPath, useMmap, useMlock, onLoadProgress } = options;
  const fileInfo = fileInfoOf(modelPath, header);
  const insights = await GgufInsights.from(fileInfo, llama);
  const isMapped = supportsMmap && useMmap === true;
  const canFlash = insights.flashAttentionSupported;
  const model = new (LlamaModel as unknown as ModelClass)(
    { modelPath, gpuLayers: 0, useMmap: isMapped, useMlock, onLoadProgress, useDirectIo: false },
    {
      _llama: llama,
      _fileInfo: fileInfo,
      _fileInsights: insights,
      _defaultContextFlashAttentionOptionEnabled: "auto",
      _flashAttentionSupported: canFlash,
      _defaultContextFlashAttention: canFlash ? "auto" : false,
      _defaultContextSwaFullCache: false,
      _defaultContextKvCacheKeyType: F16,
      _defaultContextKvCacheValueType: F16,
      _loadPercentageShift: 0,
      _loadPercentageMultiplier: 1,
    },
  );
  const native = model as unknown as InternalModel;
  if (typeof native._model?.init !== "function") throw changed("AddonModel");
  if (!(await native._model.init())) throw new Error("Failed to load model");
  native._ramConsumptionMarking = ram.markAllocation(native._model.getMemoryBreakdown().cpuRam);
  return model;
}

/** GgmlType.F16 */
const F16 = 1;

interface InternalLlama {
  readonly supportsMmap: boolean;
  readonly _ramOrchestrator: { markAllocation(bytes: number): unknown };
}

interface InternalModel {
  readonly _model?: { init(): Promise<boolean>; getMemoryBreakdown(): { cpuRam: number; gpuVram: number } };
  _ramConsumptionMarking: unknown;
}

type ModelClass = new (
  options: { [K in keyof LlamaModelOptions]: LlamaModelOptions[K] | undefined },
  internals: { _fileInfo: GgufFileInfo; _fileInsights: GgufInsights } & Record<string, unknown>,
) => LlamaModel;

function changed(what: string): Error {
  return new Error(`This version of node-llama-cpp has another ${what} than the engine was written for`);
}
