import {
  GgufInsights,
  GgmlType,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaGrammarEvaluationState,
  type LlamaModel,
} from "node-llama-cpp";
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

/** Where in its grammar an answer is; a sampler that has it moves it on by each token that it draws. */
export type NativeGrammarState = object & { readonly __isGrammarState: true };

export interface NativeSampler {
  applyConfig(config: Record<string, number | Uint32Array | NativeGrammarState>): void;
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

interface SamplerClass {
  new (model: unknown): NativeSampler;
  acceptGrammarEvaluationStateToken?(state: NativeGrammarState, token: number): void;
}

/** Tokens that a repeat penalty looks back at. */
const REPEAT_WINDOW = 64;

export interface Sampler {
  /** Made when it is first asked for: that takes 2 ms after a rest, which are free while the model reads. */
  readonly native: NativeSampler;
  /** After each token, for the repeat penalty: it counts what the model wrote, not the question. */
  accept(token: number): void;
  dispose(): void;
}

interface InternalModel {
  _model: unknown;
  _llama: { _bindings?: { AddonSampler?: SamplerClass } };
}

function internalModel(model: LlamaModel): InternalModel {
  return model as unknown as InternalModel;
}

function samplerClass({ _llama: { _bindings: bindings } }: InternalModel): SamplerClass {
  if (!bindings?.AddonSampler) throw changed("AddonSampler");
  return bindings.AddonSampler;
}

export function nativeGrammarState(state: LlamaGrammarEvaluationState): NativeGrammarState {
  const native = (state as unknown as { _state?: NativeGrammarState })._state;
  if (typeof native !== "object") throw changed("LlamaGrammarEvaluationState");
  return native;
}

/** Moves on by a token that was not drawn but is there. Throws where the grammar does not let it follow. */
export function acceptInGrammar(model: LlamaModel, state: LlamaGrammarEvaluationState, token: number): void {
  const NativeSamplerClass = samplerClass(internalModel(model));
  const native = nativeGrammarState(state);
  if (!NativeSamplerClass.acceptGrammarEvaluationStateToken) throw changed("AddonSampler");
  NativeSamplerClass.acceptGrammarEvaluationStateToken(native, token);
}

export function createSampler(
  model: LlamaModel,
  sampling: Sampling,
  seed: number,
  grammar: NativeGrammarState | null = null,
): Sampler {
  const internal = internalModel(model);
  const NativeSamplerClass = samplerClass(internal);
  let native: NativeSampler | null = null;
  let written: number[] = [];
  const { temperature, topP, topK, minP, repeatPenalty } = sampling;
  // Without a limit its sampler would sort the whole vocabulary for every token: left away, there is none.
  const config = {
    ...{ temperature, topP, minP, seed },
    ...(topK > 0 ? { topK } : {}),
    ...(grammar === null ? {} : { grammarEvaluationState: grammar }),
  };
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
