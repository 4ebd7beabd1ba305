import { GgufInsights, GgmlType, type LlamaContext, type LlamaContextSequence, type LlamaModel } from "node-llama-cpp";
import type { Sampling } from "#main/chat/contract.ts";

/**
 * node-llama-cpp's native part, called directly in the one place where its own loop costs speed: it waits in JavaScript between
 * computing a token and drawing the next, and copies the whole context for each. Here both are put into libuv's queue at once,
 * where its one worker (environment.ts) does them without a pause. These names are internal to node-llama-cpp: its version is pinned, and
 * `nativeContext` says so when they have changed.
 */
export interface NativeContext {
  initBatch(size: number): void;
  addToBatch(sequence: number, firstPosition: number, tokens: Uint32Array, outputs: Uint32Array): Uint32Array;
  decodeBatch(): Promise<void>;
  /** -1 when there is nothing to draw from. */
  sampleToken(output: number, sampler: NativeSampler): Promise<number>;
  setThreads(threads: number): void;
  getThreads(): number;
}

export interface NativeSampler {
  applyConfig(config: Record<string, number | Uint32Array>): void;
  dispose(): void;
}

/** What the library believes to lie in a sequence: kept right, because it cuts, saves and loads. */
export interface NativeSequence {
  readonly _sequenceId: number;
  _contextTokens: number[];
  _nextTokenIndex: number;
}

export function nativeContext(context: LlamaContext): NativeContext {
  const native = (context as unknown as { _ctx?: Partial<NativeContext> })._ctx;
  const names = ["initBatch", "addToBatch", "decodeBatch", "sampleToken", "setThreads", "getThreads"] as const;
  for (const name of names) if (typeof native?.[name] !== "function") throw changed(`AddonContext.${name}`);
  return native as NativeContext;
}

export function nativeSequence(sequence: LlamaContextSequence): NativeSequence {
  const native = sequence as unknown as Partial<NativeSequence>;
  const isKnown = typeof native._sequenceId === "number" && typeof native._nextTokenIndex === "number";
  if (!isKnown || !Array.isArray(native._contextTokens)) throw changed("LlamaContextSequence");
  return native as NativeSequence;
}

/**
 * Before it loads a model, node-llama-cpp loads it twice more without its weights, to see what it would take: half a second each for a
 * large vocabulary. That is worth it where layers are shared out between cards. With the processor alone there is nothing to
 * share out, and its formulas do: that of the weights is exact, that of the context some more than is taken. (The formula is right for
 * a cache in half precision only, which is the largest.) For the whole process, which holds one model.
 */
export function estimateByFormula(): void {
  const insights = GgufInsights.prototype as unknown as Record<string, unknown>;
  if (typeof insights["_resolveSimulatorSource"] !== "function") throw changed("GgufInsights");
  insights["_resolveSimulatorSource"] = () => Promise.resolve(null);
  const { estimateContextResourceRequirements: estimate } = GgufInsights.prototype;
  GgufInsights.prototype.estimateContextResourceRequirementsV2 = function (options) {
    const halfPrecision = { kvCacheKeyType: GgmlType.F16, kvCacheValueType: GgmlType.F16 };
    const { flashAttention, ...rest } = options;
    return Promise.resolve(estimate.call(this, { ...rest, ...halfPrecision, flashAttention: flashAttention === true }));
  };
}

type SamplerClass = new (model: unknown) => NativeSampler;

/** Tokens that a repeat penalty looks back at. */
const REPEAT_WINDOW = 64;

export interface Sampler {
  /** Made when it is first asked for: that takes 2 ms after a rest, which are free while the model reads. */
  readonly native: NativeSampler;
  /** After each token, for the repeat penalty: it counts what the model wrote, not the question. */
  accept(token: number): void;
  dispose(): void;
}

function samplerClass(bindings: { AddonSampler?: SamplerClass } | undefined): SamplerClass {
  if (!bindings?.AddonSampler) throw changed("AddonSampler");
  return bindings.AddonSampler;
}

export function createSampler(model: LlamaModel, sampling: Sampling, seed: number): Sampler {
  const internal = model as unknown as { _model: unknown; _llama: { _bindings?: { AddonSampler?: SamplerClass } } };
  const NativeSamplerClass = samplerClass(internal._llama._bindings);
  let native: NativeSampler | null = null;
  let written: number[] = [];
  const { temperature, topP, topK, minP, repeatPenalty } = sampling;
  // Without a limit its sampler would sort the whole vocabulary for every token: left away, there is none.
  const config = { temperature, topP, minP, seed, ...(topK > 0 ? { topK } : {}) };
  function made(): NativeSampler {
    if (native) return native;
    native = new NativeSamplerClass(internal._model);
    native.applyConfig(config);
    return native;
  }
  return {
    get native() {
      return made();
    },
    accept(token) {
      if (repeatPenalty === 1) return;
      written = [...written.slice(1 - REPEAT_WINDOW), token];
      made().applyConfig({
        ...config,
        repeatPenalty,
        repeatPenaltyMaxTokens: REPEAT_WINDOW,
        repeatPenaltyTokens: Uint32Array.from(written),
      });
    },
    dispose: () => native?.dispose(),
  };
}

function changed(what: string): Error {
  return new Error(`This version of node-llama-cpp has another ${what} than the engine was written for`);
}
