import type { LlamaContext, LlamaContextSequence } from "node-llama-cpp";
import { nativeContext, nativeSequence, type Sampler } from "./addon.ts";
import type { Drafter } from "./draft.ts";
import type { Threads } from "./threads.ts";
import { type Batch, cutTrace, sharedBatches } from "./trace.ts";
import type { Turns } from "./turns.ts";

/** One sequence of a context, with what lies in its KV cache and how it came there (see trace.ts). */
export interface Sequence {
  readonly context: LlamaContext;
  readonly tokens: readonly number[];
  readonly batches: readonly Batch[];
  /** Most tokens that one call can read. */
  readonly batchTokens: number;
  /** Keeps the beginning that can be used for this prompt and drops the rest; how many tokens that is. */
  reuse(prompt: readonly number[], evaluation: readonly Batch[] | null): Promise<number>;
  /** Reads tokens after those that are there, in one batch; `dropped` are read with them and forgotten. `threads` null: any. */
  read(tokens: readonly number[], dropped: readonly number[], threads: number | null): Promise<void>;
  /**
   * Reads the last tokens of a prompt in one batch, then each token that came of it, for ever. `calls`: how the first ones were made
   * before, where they must be the same; after them the drafter guesses ahead. Whoever stops leaves in the cache what came before the
   * token that was given last.
   */
  generate(tokens: readonly number[], sampler: Sampler, how: Generating): AsyncGenerator<number, void, void>;
  clear(): Promise<void>;
  /** How much of a prompt a saved state with these tokens would spare. */
  spares(saved: readonly number[], prompt: readonly number[]): number;
  /** Drops what is after this many tokens. */
  cutTo(length: number): Promise<void>;
  /**
   * Lengths at which states are worth saving, the longest first. Most models can go on from anywhere in a state, and one of everything
   * is enough. Of a sliding window a state keeps only the last, so that one can go on from its very end alone: one then ends
   * shortly before the end of the answer (the next message's prompt may tokenise its last words otherwise), and one before the last
   * token of the question, for another answer to it.
   */
  savePoints(): number[];
  save(file: string): Promise<void>;
  /** Loads what `save` wrote. The file has been checked: a wrong one ends the process. */
  load(file: string, batches: readonly Batch[]): Promise<void>;
}

export interface Generating {
  readonly calls: readonly Call[];
  readonly drafter: Drafter | null;
}

/** One call of llama.cpp as it was made for an earlier answer. */
export interface Call {
  readonly threads: number;
  /** What was guessed, right or wrong. */
  readonly draft: readonly number[];
}

export function createSequence(
  context: LlamaContext,
  sequence: LlamaContextSequence,
  turns: Turns,
  threadsOf: Threads,
): Sequence {
  const native = nativeContext(context);
  const mirror = nativeSequence(sequence);
  const window = context.model.fileInsights.swaSize ?? 0;
  let tokens: number[] = [];
  let batches: Batch[] = [];
  /** Of the last prompt, all of it. */
  let promptLength = 0;

  /** One call of llama.cpp. With a sampler it draws the next token, and with a guess those after it, up to the first that is wrong. */
  async function decode(
    part: readonly number[],
    draft: readonly number[],
    sampler: Sampler | null,
    threads: number,
  ): Promise<number[]> {
    const all = draft.length === 0 ? part : [...part, ...draft];
    native.setThreads(threads);
    native.initBatch(all.length);
    const outputs = Uint32Array.from({ length: sampler ? draft.length + 1 : 0 }, (_, index) => part.length - 1 + index);
    const indices = native.addToBatch(mirror._sequenceId, tokens.length, Uint32Array.from(all), outputs);
    const decoded = native.decodeBatch();
    const drawing = sampler ? drawWhileRight(indices, draft, sampler) : Promise.resolve([]);
    const [done, drawn] = await Promise.allSettled([decoded, drawing]);
    if (done.status === "rejected") throw done.reason as Error;
    if (drawn.status === "rejected") throw drawn.reason as Error;
    for (const token of all) {
      tokens.push(token);
      mirror._contextTokens.push(token);
    }
    mirror._nextTokenIndex = tokens.length;
    batches.push({
      kept: all.length,
      dropped: [],
      threads: native.getThreads(),
      ...(draft.length > 0 ? { drafted: draft } : {}),
    });
    const right = Math.max(0, drawn.value.length - 1);
    if (right < draft.length) await cut(tokens.length - draft.length + right);
    return drawn.value;
  }

  async function drawWhileRight(indices: Uint32Array, draft: readonly number[], sampler: Sampler): Promise<number[]> {
    const drawn: number[] = [];
    for (const [place, index] of indices.entries()) {
      const token = await draw(index, sampler);
      if (token < 0) throw new Error("The model gave nothing to draw a token from");
      drawn.push(token);
      sampler.accept(token);
      if (token !== draft[place]) break;
    }
    return drawn;
  }

  // The worker is computing already: what goes wrong with the sampler must wait for it.
  async function draw(output: number, sampler: Sampler): Promise<number> {
    return native.sampleToken(output, sampler.native);
  }

  /** Recurrent models keep one state: what was guessed wrong could not be taken back. */
  async function guess(part: readonly number[], drafter: Drafter | null): Promise<readonly number[]> {
    const [next] = part;
    if (drafter === null || next === undefined || sequence.needsCheckpoints) return [];
    return room() > 0 ? drafter.draft(tokens, next, room()) : [];
  }

  /** For a guess. One position is never used: llama.cpp needs it to go on. */
  function room(): number {
    return Math.max(0, Math.min(context.batchSize - 1, context.contextSize - tokens.length - 2));
  }

  /** Gives the tokens on; who leaves at one of them has not seen the rest, which then goes from the cache too. */
  async function* untilLeft(drawn: readonly number[]): AsyncGenerator<number, void, void> {
    const before = tokens.length - (drawn.length - 1);
    let given = 0;
    try {
      for (const token of drawn) {
        given += 1;
        yield token;
      }
    } finally {
      if (given < drawn.length) await turns.take(() => cut(before + given - 1));
    }
  }

  async function clear(): Promise<void> {
    tokens = [];
    batches = [];
    promptLength = 0;
    await sequence.clearHistory();
  }

  async function cut(length: number): Promise<void> {
    if (length >= tokens.length) return;
    if (length <= 0) return clear();
    if (sequence.needsCheckpoints) return cutToCheckpoint(length);
    await sequence.eraseContextTokenRanges([{ start: length, end: tokens.length }]);
    batches = cutTrace(batches, length, tokens);
    tokens = tokens.slice(0, length);
  }

  /** Recurrent models keep one state, not one a token: they can only go back to where one was put aside. */
  async function cutToCheckpoint(length: number): Promise<void> {
    const checkpoint = sequence.lastCheckpointIndex + 1;
    if (checkpoint <= 0 || checkpoint > length) return clear();
    await sequence.eraseContextTokenRanges([{ start: checkpoint, end: tokens.length }]);
    if (sequence.nextTokenIndex !== checkpoint) return clear();
    batches = cutTrace(batches, checkpoint, tokens);
    tokens = tokens.slice(0, checkpoint);
  }

  /** The end of the last batch that was read in the same way, of the same tokens, and is not the last that has to be read. */
  function sameEvaluation(prompt: readonly number[], evaluation: readonly Batch[]): number {
    const shared = sharedBatches(batches, evaluation);
    const common = commonLength(tokens, prompt);
    let end = 0;
    for (const batch of evaluation.slice(0, shared)) {
      const next = end + batch.kept;
      if (next > common || next >= prompt.length) break;
      end = next;
    }
    return end;
  }

  /**
   * Models with a sliding window need the cells of one window before the cut. While we read all of them are kept, but a saved state
   * holds only the last window: after loading one, an earlier cut would leave holes that nothing complains of.
   */
  function canGoOnFrom(length: number): boolean {
    if (length === 0 || length >= tokens.length || window === 0) return true;
    return sequence.stateCellsStartIndex <= Math.max(0, length - window + 1);
  }

  return {
    context,
    get tokens() {
      return tokens;
    },
    get batches() {
      return batches;
    },
    batchTokens: context.batchSize,
    async reuse(prompt, evaluation) {
      // The last token is always read: what comes next is known only from reading it.
      const length = evaluation
        ? sameEvaluation(prompt, evaluation)
        : Math.min(commonLength(tokens, prompt), prompt.length - 1);
      await turns.take(() => cut(canGoOnFrom(length) ? length : 0));
      return tokens.length;
    },
    read(part, dropped, threads) {
      const all = [...part, ...dropped];
      return turns.take(async () => {
        await threadsOf.run("reading", all.length, threads, (count) => decode(all, [], null, count));
        if (dropped.length > 0) await cut(tokens.length - dropped.length);
      });
    },
    async *generate(last, sampler, { calls, drafter }) {
      if (sequence.needsCheckpoints && tokens.length > 0) await turns.take(() => sequence.takeCheckpoint());
      let part: readonly number[] = last;
      promptLength = tokens.length + last.length;
      for (let call = 0; ; call += 1) {
        const recorded = calls[call];
        const draft = call === 0 ? [] : (recorded?.draft.slice(0, room()) ?? (await guess(part, drafter)));
        const kind = draft.length > 0 ? "checking" : part.length > 1 ? "answering" : "writing";
        const drawn = await turns.take(() =>
          threadsOf.run(kind, part.length + draft.length, recorded?.threads ?? null, (count) =>
            decode(part, draft, sampler, count),
          ),
        );
        if (!recorded) drafter?.note(draft.length, drawn.length - 1);
        yield* untilLeft(drawn);
        part = drawn.slice(-1);
      }
    },
    clear: () => turns.take(clear),
    spares(saved, prompt) {
      const length = Math.min(commonLength(saved, prompt), prompt.length - 1);
      return window === 0 || saved.length <= window || length === saved.length ? length : 0;
    },
    cutTo: (length) => turns.take(() => cut(length)),
    savePoints() {
      if (window === 0 || tokens.length <= window || sequence.needsCheckpoints) return [tokens.length];
      const question = promptLength - 1;
      const points = [Math.max(question, tokens.length - RETOKENISED), question];
      return [...new Set(points)].filter((length) => length > 0 && canGoOnFrom(length));
    },
    save: (file) =>
      turns.take(async () => {
        await sequence.saveStateToFile(file);
      }),
    load: (file, loadedBatches) =>
      turns.take(async () => {
        await clear();
        await sequence.loadStateFromFile(file, { acceptRisk: true });
        tokens = sequence.contextTokens;
        batches = [...loadedBatches];
      }),
  };
}

/** Tokens at the end of an answer that may come out otherwise when its text is tokenised with what follows. */
const RETOKENISED = 8;

function commonLength(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  for (let index = 0; index < most; index += 1) if (a[index] !== b[index]) return index;
  return most;
}
