import { AppError } from "#main/rpc/errors.ts";

/** What the answer can count on at least, of a context this large. */
export function roomForAnswer(contextTokens: number): number {
  return Math.max(32, Math.min(1_024, Math.floor(contextTokens / 8)));
}

/** One position is never used: llama.cpp needs it to go on. */
export function roomForPrompt(contextTokens: number): number {
  return contextTokens - 1 - roomForAnswer(contextTokens);
}

/** With nothing left to leave out, the prompt may take the answer's room, but for this. */
const SMALLEST_ANSWER = 16;

export interface FittingTurn {
  readonly role: "user" | "assistant";
  /** About how many tokens it takes. */
  readonly tokens: number;
}

/**
 * Where the conversation has to begin for the rest to fit. It begins with a user's turn, and the last of those always stays.
 * Older turns go in steps of a fourth of the context: if one went with every new message, the prompt would begin elsewhere every
 * time, and all of it would have to be read again.
 *
 * @param fixedTokens what the template and the instruction take
 * @returns index of the first turn that stays
 */
export function firstTurnThatFits(turns: readonly FittingTurn[], fixedTokens: number, contextTokens: number): number {
  const starts = turns.flatMap((turn, index) => (turn.role === "user" ? [index] : []));
  const room = roomForPrompt(contextTokens);
  const step = Math.max(1, Math.floor(contextTokens / 4));
  const total = fixedTokens + sum(turns);
  if (total <= room || starts.length <= 1) return 0;
  const steps = Math.ceil((total - room) / step);
  const leaveOut = steps * step;
  let left = 0;
  for (const [index, turn] of turns.entries()) {
    if (starts.includes(index) && left >= leaveOut) return index;
    left += turn.tokens;
  }
  return starts.at(-1) ?? 0;
}

/** Throws CONTEXT_TOO_SMALL when a prompt from which nothing more can be left out is too long. */
export function checkPromptFits(promptTokens: number, contextTokens: number): void {
  if (promptTokens <= contextTokens - 1 - SMALLEST_ANSWER) return;
  throw new AppError(
    "CONTEXT_TOO_SMALL",
    `The message takes ${String(promptTokens)} tokens, and the room for conversation is ${String(contextTokens)}.`,
    { neededTokens: promptTokens + SMALLEST_ANSWER + 1, contextTokens },
  );
}

function sum(turns: readonly FittingTurn[]): number {
  return turns.reduce((total, turn) => total + turn.tokens, 0);
}
