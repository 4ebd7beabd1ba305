import type { GenerateEvent } from "#main/engine/contract.ts";
import type { Generation } from "./contract.ts";
import type { AnswerProblem } from "./structured/contract.ts";

type Done = Extract<GenerateEvent, { type: "done" }>;

/** What an answer's generation is so far; null until there is a model. */
export interface AnswerRecord {
  readonly current: Generation | null;
  /** Of the beginning of the answer; null until it has ended, and when it went on from an earlier end. */
  readonly evaluation: string | null;
  begin(generation: Generation): void;
  read(fields: Pick<Generation, "promptTokens" | "reusedTokens" | "leftOutMessageIds">): void;
  wrote(fields: Pick<Generation, "generatedTokens" | "tokensPerSecond">): void;
  end(done: Done, leftOutMessageIds: string[]): void;
  stop(stopReason: Generation["stopReason"]): void;
  /** Of an answer that was to be data, and has come to its end. */
  checked(problems: AnswerProblem[]): void;
}

/** The generation as it grows. When an answer goes on, it stays the record of its beginning, with the tokens of both. */
export function createRecord(before: Generation | null): AnswerRecord {
  let current = before;
  let evaluation: string | null = null;
  let tokensBefore = 0;
  let isContinuation = false;
  const change = (fields: Partial<Generation>) => {
    if (current) current = { ...current, ...fields };
  };
  return {
    get current() {
      return current;
    },
    get evaluation() {
      return evaluation;
    },
    begin(generation: Generation) {
      isContinuation = current !== null;
      tokensBefore = current?.generatedTokens ?? 0;
      if (current === null) current = generation;
      else change({ resumes: current.resumes + 1, contextTokens: generation.contextTokens, stopReason: null });
    },
    read(fields: Pick<Generation, "promptTokens" | "reusedTokens" | "leftOutMessageIds">) {
      change(isContinuation ? { leftOutMessageIds: fields.leftOutMessageIds } : fields);
    },
    wrote({ generatedTokens, tokensPerSecond }: Pick<Generation, "generatedTokens" | "tokensPerSecond">) {
      change({ generatedTokens: tokensBefore + generatedTokens, tokensPerSecond });
    },
    end(done: Done, leftOutMessageIds: string[]) {
      const { stopReason, tokensPerSecond, promptTokens, reusedTokens, firstTokenMs } = done;
      change({ stopReason, tokensPerSecond, leftOutMessageIds, generatedTokens: tokensBefore + done.generatedTokens });
      if (isContinuation) return;
      change({ promptTokens, reusedTokens, firstTokenMs });
      evaluation = done.evaluation ?? null;
    },
    stop(stopReason: Generation["stopReason"]) {
      change({ stopReason });
    },
    checked(problems: AnswerProblem[]) {
      const schema = current?.structured?.schema;
      if (schema !== undefined) change({ structured: { schema, problems } });
    },
  };
}
