import { setImmediate } from "node:timers/promises";
import type { LlamaModel, Token } from "node-llama-cpp";
import { createSampler } from "./addon.ts";
import { createAnswerText, type Marker } from "./answer-text.ts";
import type { DraftCount, Drafter } from "./draft.ts";
import type { GenerateEvent, GenerateInput } from "./contract.ts";
import { createGrammar } from "./grammar.ts";
import type { FittedPrompt } from "./prompt.ts";
import { readPrompt } from "./read-prompt.ts";
import type { Sequence } from "./sequence.ts";
import { createSpeedMeter } from "./speed.ts";
import { createTokenText } from "./token-text.ts";
import { formatTrace, parseTrace } from "./trace.ts";

export interface AnswerRequest {
  readonly model: LlamaModel;
  readonly prompt: FittedPrompt;
  readonly sequence: Sequence;
  readonly input: GenerateInput;
  /** Room of this chat. */
  readonly contextTokens: number;
  /** performance.now() when the chat's turn came. */
  readonly startMs: number;
  readonly signal: AbortSignal;
  readonly drafter: Drafter | null;
  /** A speed that the status can show. */
  onSpeed(tokensPerSecond: number): void;
}

type StopReason = Extract<GenerateEvent, { type: "done" }>["stopReason"];

/** Text is passed on at most this often; a screen shows no more. */
const FLUSH_MS = 33;

/** Reads the prompt, writes the answer, says how it ended. `emit` never waits: the next token is computed meanwhile. */
export async function writeAnswer(request: AnswerRequest, emit: (event: GenerateEvent) => void): Promise<void> {
  const { model, prompt, sequence, input, contextTokens, signal, drafter } = request;
  const grammar = createGrammar(model, input);
  const evaluation = input.evaluation === undefined ? null : parseTrace(input.evaluation);
  const read = await readPrompt(
    sequence,
    prompt.tokens,
    evaluation,
    signal,
    (readTokens, totalTokens, reusedTokens) => {
      emit({
        type: "reading",
        readTokens,
        totalTokens,
        promptTokens: prompt.tokens.length,
        reusedTokens,
        leftOutTurnIds: prompt.leftOutTurnIds,
      });
    },
  );

  const stops = input.sampling.stopSequences.map(stopSequence);
  // A grammar's end is the only one that data have: what else means something in a text may stand in a string.
  const markers = grammar === null ? [...prompt.markers, ...stops] : [grammar.end];
  const answer = createAnswerText(markers, prompt);
  const tokenText = createTokenText(model, (special) => markers.some((marker) => marker.text.includes(special)));
  const speed = createSpeedMeter();
  const drafted: DraftCount = { tokens: 0, accepted: 0 };
  const most = input.sampling.maxTokens ?? Number.POSITIVE_INFINITY;
  let generated = 0;
  let stopReason: StopReason = "end";
  let firstMs: number | null = null;
  let thoughtsEndMs: number | null = null;
  let flushedMs = 0;

  function flush(nowMs: number): void {
    flushedMs = nowMs;
    const { text, thoughts } = answer.take();
    if (text === "" && thoughts === "") return;
    emit({ type: "text", text, thoughts, generatedTokens: generated, tokensPerSecond: speed.now() });
  }

  if (read === null) stopReason = "stopped";
  else {
    const sampler = createSampler(model, input.sampling, input.seed, grammar?.state);
    try {
      for await (const token of sequence.generate(read.last, sampler, {
        calls: read.calls,
        drafter: counting(drafter, drafted),
      })) {
        if (model.isEogToken(token as Token)) break;
        const nowMs = performance.now();
        firstMs ??= nowMs;
        speed.note(nowMs);
        generated += 1;
        const wasThinking = answer.thinking;
        const marker = answer.push(tokenText.push(token));
        if (wasThinking && !answer.thinking) thoughtsEndMs = nowMs;
        if (nowMs - flushedMs >= FLUSH_MS) flush(nowMs);
        // The first words are on their way before the processor is taken for the next ones.
        if (generated === 1) await setImmediate();
        if (marker) stopReason = marker.effect === "stop-sequence" ? "stop-sequence" : "end";
        else if (signal.aborted) stopReason = "stopped";
        else if (generated >= most) stopReason = "max-tokens";
        else if (prompt.tokens.length + generated >= contextTokens) stopReason = "context-full";
        else continue;
        break;
      }
    } finally {
      sampler.dispose();
    }
  }
  answer.push(tokenText.finish());
  answer.finish();
  flush(performance.now());

  const tokensPerSecond = speed.overall();
  if (tokensPerSecond !== null) request.onSpeed(tokensPerSecond);
  const hadThoughts = prompt.thinking || thoughtsEndMs !== null || answer.thinking;
  emit({
    type: "done",
    stopReason,
    promptTokens: prompt.tokens.length,
    reusedTokens: read?.reusedTokens ?? 0,
    generatedTokens: generated,
    firstTokenMs: firstMs === null ? null : firstMs - request.startMs,
    thoughtsMs: hadThoughts && firstMs !== null ? (thoughtsEndMs ?? performance.now()) - firstMs : null,
    tokensPerSecond,
    usedTokens: sequence.tokens.length,
    leftOutTurnIds: prompt.leftOutTurnIds,
    evaluation: formatTrace(sequence.batches, prompt.tokens.length),
    ...(drafter === null ? {} : { drafted }),
  });
}

function counting(drafter: Drafter | null, count: DraftCount): Drafter | null {
  if (drafter === null) return null;
  return {
    ...drafter,
    note(drafted, accepted) {
      count.tokens += drafted;
      count.accepted += accepted;
      drafter.note(drafted, accepted);
    },
  };
}

function stopSequence(text: string): Marker {
  return { text, effect: "stop-sequence" };
}
