import { basename } from "node:path";
import type { LlamaContext, LlamaModel } from "node-llama-cpp";
import type { FreeCores } from "#main/lib/free-cores.ts";
import { isSameVocabulary, readVocabulary } from "#main/lib/gguf/vocabulary.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import { AppError } from "#main/rpc/errors.ts";
import { createSampler } from "./addon.ts";
import { createContext } from "./contexts.ts";
import type { Drafter } from "./draft.ts";
import { loadModel } from "./load.ts";
import { createSequence, type Sequence } from "./sequence.ts";
import { createThreads, type Threads } from "./threads.ts";
import type { Turns } from "./turns.ts";

/** A smaller model beside the engine's own, for guessing. It reads every conversation too, in sequences of its own. */
export interface DraftModel {
  readonly path: string;
  /** For the time of one answer; the sequence that knows most of this conversation. */
  drafter(key: string, most: number, signal: AbortSignal): Drafter;
  limitThreads(maxThreads: number): void;
  /** Frees its memory. */
  dispose(): Promise<void>;
}

export interface DraftModelOptions {
  readonly path: string;
  /** As the user knows it. */
  readonly name: string;
  /** The model that it guesses for. */
  readonly target: { readonly path: string; readonly model: LlamaModel };
  readonly options: LoadOptions;
  readonly contextTokens: number;
  readonly maxThreads: number;
  readonly turns: Turns;
  readonly freeCores: FreeCores;
}

/** A guess is the likeliest token each time: what the model then draws decides. */
const LIKELIEST = {
  temperature: 0,
  topP: 1,
  topK: 0,
  minP: 0,
  repeatPenalty: 1,
  seed: null,
  maxTokens: null,
  stopSequences: [],
};

interface Slot {
  readonly sequence: Sequence;
  key: string;
  busy: boolean;
  lastUsed: number;
}

/** Throws DRAFT_MODEL_UNFIT for another vocabulary, and what loading a model throws. */
export async function loadDraftModel(options: DraftModelOptions): Promise<DraftModel> {
  await checkVocabulary(options);
  const { path, contextTokens, maxThreads, turns } = options;
  const { model } = await loadModel(path, options.options, () => undefined);
  const threads = createThreads(maxThreads, options.options.threads, options.freeCores);
  let context: LlamaContext;
  try {
    // As much room as the model itself has: it reads the same.
    const room = Math.min(contextTokens, model.trainContextSize);
    context = await createContext({ model, options: options.options, contextTokens: room, maxThreads });
  } catch (error) {
    await model.dispose();
    throw error;
  }
  const slots = createSlots(context, options.options.parallelChats, turns, threads);
  let clock = 0;
  return {
    path,
    drafter(key, most, signal) {
      const free = slots.filter((slot) => !slot.busy).toSorted((a, b) => a.lastUsed - b.lastUsed);
      const slot = free.find((one) => one.key === key) ?? free[0];
      if (!slot) throw new Error("More answers than sequences of the draft model");
      slot.busy = true;
      slot.key = key;
      slot.lastUsed = clock += 1;
      return drafterOf(model, slot, most, signal);
    },
    limitThreads: (most) => threads.limit(most),
    async dispose() {
      await turns.take(() => context.dispose());
      await model.dispose();
    },
  };
}

function createSlots(context: LlamaContext, count: number, turns: Turns, threads: Threads): Slot[] {
  return Array.from({ length: count }, () => ({
    sequence: createSequence(context, context.getSequence(), turns, threads),
    key: "",
    busy: false,
    lastUsed: 0,
  }));
}

function drafterOf(model: LlamaModel, slot: Slot, most: number, signal: AbortSignal): Drafter {
  const { sequence } = slot;
  const sampler = createSampler(model, LIKELIEST, 0);
  const batch = sequence.batchTokens;
  return {
    async draft(tokens, next, room) {
      const count = Math.min(most, room, sequence.context.contextSize - tokens.length - 2);
      if (count <= 0) return [];
      const all = [...tokens, next];
      let read = await sequence.reuse(all, null);
      while (all.length - read > batch) {
        if (signal.aborted) return [];
        await sequence.read(all.slice(read, read + batch), [], null);
        read += batch;
      }
      const guessed: number[] = [];
      for await (const token of sequence.generate(all.slice(read), sampler, { calls: [], drafter: null })) {
        guessed.push(token);
        // Nothing follows the end of an answer.
        if (guessed.length >= count || model.isEogToken(token as never)) break;
      }
      return guessed;
    },
    note: () => undefined,
    [Symbol.dispose]() {
      sampler.dispose();
      slot.busy = false;
    },
  };
}

async function checkVocabulary({ path, name, target }: DraftModelOptions): Promise<void> {
  const [own, other] = await Promise.all([readVocabulary(target.path), readVocabulary(path)]);
  if (own !== null && other !== null && isSameVocabulary(own, other)) return;
  const model = target.model.filename ?? basename(target.path);
  throw new AppError(
    "DRAFT_MODEL_UNFIT",
    `${name} cannot draft for ${model}: their vocabularies differ (${String(other?.words.length ?? 0)} words and ${String(own?.words.length ?? 0)}).`,
    { draft: name, model, draftWords: other?.words.length ?? 0, modelWords: own?.words.length ?? 0 },
  );
}
