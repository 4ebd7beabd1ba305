import type { EngineAdapter, EngineStatus, GenerateEvent, GenerateInput, LoadedModel, Prompt } from "./contract.ts";

/** One engine child as the app process sees it. Every pending call rejects with ENGINE_CRASHED when the child ends. */
export interface EngineClient {
  /** Aborting stops the generation; the stream then ends with `done` and what came is kept. */
  generate(input: GenerateInput, signal: AbortSignal): AsyncIterable<GenerateEvent>;
  /** An answer will be asked for in a moment: a process that has rested takes milliseconds to wake. Never throws. */
  wake(): void;
  measure(
    prompt: Prompt,
    adapters: EngineAdapter[],
    template?: string | null,
  ): Promise<{
    usedTokens: number;
    contextTokens: number;
    leftOutTurnIds: string[];
  }>;
  embed(texts: string[]): Promise<{ vectors: number[][]; tokens: number }>;
  /** From 0 to 1, of models that rank alone; at most 256 texts. */
  rank(question: string, texts: string[]): Promise<number[]>;
  /** At most 1,024 texts. */
  countTokens(texts: string[]): Promise<number[]>;
  tokenize(text: string, special: boolean): Promise<number[]>;
  status(): Promise<EngineStatus>;
  setMaxThreads(maxThreads: number): Promise<void>;
  /** Nothing of this conversation stays in memory, or is saved any more. */
  forget(conversationKey: string): Promise<void>;
  /** Saves KV states and ends the child; kills it after `timeoutMs`. */
  shutDown(timeoutMs: number): Promise<void>;
}

export type { LoadedModel };
