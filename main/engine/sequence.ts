import type { LlamaContext, LlamaContextSequence, SequenceEvaluateOptions, Token } from "node-llama-cpp";
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
   * Reads the last tokens of a prompt in one batch, then each token that came of it. Ends where the model ends. `threads` are those of
   * the first calls, where they must be the same as before.
   */
  generate(
    tokens: readonly number[],
    options: SequenceEvaluateOptions,
    threads: readonly number[],
  ): AsyncGenerator<number, void, void>;
  clear(): Promise<void>;
  save(file: string): Promise<void>;
  /** Loads what `save` wrote. The file has been checked: a wrong one ends the process. */
  load(file: string, batches: readonly Batch[]): Promise<void>;
  dispose(): Promise<void>;
}

export function createSequence(
  context: LlamaContext,
  sequence: LlamaContextSequence,
  turns: Turns,
  threadsOf: Threads,
): Sequence {
  let tokens: number[] = [];
  let batches: Batch[] = [];

  function note(read: readonly number[]): void {
    for (const token of read) tokens.push(token);
    batches.push({ kept: read.length, dropped: [], threads: context.currentThreads });
  }

  async function clear(): Promise<void> {
    tokens = [];
    batches = [];
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
      await turns.take(context, () => cut(length));
      return tokens.length;
    },
    read(part, dropped, threads) {
      const all = [...part, ...dropped];
      return turns.take(context, async () => {
        await threadsOf.run("reading", all.length, threads, () =>
          sequence.evaluateWithoutGeneratingNewTokens(all as Token[]),
        );
        note(all);
        if (dropped.length > 0) await cut(tokens.length - dropped.length);
      });
    },
    async *generate(last, options, threads) {
      if (sequence.needsCheckpoints && tokens.length > 0) await turns.take(context, () => sequence.takeCheckpoint());
      const iterator = sequence.evaluate([...last] as Token[], options);
      let reading: readonly number[] = last;
      try {
        for (let call = 0; ; call += 1) {
          const kind = reading.length > 1 ? "reading" : "writing";
          const { value, done } = await turns.take(context, () =>
            threadsOf.run(kind, reading.length, threads[call] ?? null, () => iterator.next()),
          );
          note(reading);
          if (done || value === undefined) return;
          reading = [value];
          yield value;
        }
      } finally {
        await iterator.return();
      }
    },
    clear: () => turns.take(context, clear),
    async save(file) {
      await turns.take(context, () => sequence.saveStateToFile(file));
    },
    async load(file, loadedBatches) {
      await turns.take(context, async () => {
        await clear();
        await sequence.loadStateFromFile(file, { acceptRisk: true });
        tokens = sequence.contextTokens;
        batches = [...loadedBatches];
      });
    },
    dispose: () => sequence.dispose(),
  };
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  for (let index = 0; index < most; index += 1) if (a[index] !== b[index]) return index;
  return most;
}
