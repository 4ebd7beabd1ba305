import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPromptFits, firstTurnThatFits, type FittingTurn, roomForPrompt } from "./fit.ts";

const CONTEXT = 1_024;

function conversation(exchanges: number, tokens: number): FittingTurn[] {
  return Array.from({ length: exchanges * 2 + 1 }, (_, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    tokens,
  }));
}

function lengthFrom(turns: readonly FittingTurn[], first: number, fixed: number): number {
  return fixed + turns.slice(first).reduce((sum, turn) => sum + turn.tokens, 0);
}

describe("leaving out the oldest turns", () => {
  it("leaves out nothing that fits", () => {
    expect(firstTurnThatFits(conversation(3, 100), 50, CONTEXT)).toBe(0);
  });

  it("begins with a user's turn and fits, whatever the lengths", () => {
    const turns = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(turns, fc.integer({ min: 0, max: 200 }), (lengths, fixed) => {
        const all = lengths.map((tokens, index): FittingTurn => ({
          role: index % 2 === 0 ? "user" : "assistant",
          tokens,
        }));
        const first = firstTurnThatFits(all, fixed, CONTEXT);
        const isLastUser = !all.slice(first + 1).some((turn) => turn.role === "user");
        expect(all[first]?.role).toBe("user");
        expect(isLastUser || lengthFrom(all, first, fixed) <= roomForPrompt(CONTEXT)).toBe(true);
      }),
    );
  });

  it("keeps the same beginning for many messages, so that it is not read again with each", () => {
    const begins = new Set<number>();
    for (let exchanges = 10; exchanges < 40; exchanges += 1) {
      begins.add(firstTurnThatFits(conversation(exchanges, 40), 20, CONTEXT));
    }
    expect(begins.size).toBeLessThanOrEqual(11);
  });

  it("never leaves out the last user's turn, even when an answer is continued", () => {
    const turns: FittingTurn[] = [
      { role: "user", tokens: 500 },
      { role: "assistant", tokens: 500 },
      { role: "user", tokens: 900 },
      { role: "assistant", tokens: 60 },
    ];
    expect(firstTurnThatFits(turns, 20, CONTEXT)).toBe(2);
  });
});

it("says how many tokens a message needs that is too long for the context", () => {
  expect(() => checkPromptFits(1_000, CONTEXT)).not.toThrow();
  expect(() => checkPromptFits(1_020, CONTEXT)).toThrow(
    expect.objectContaining({
      code: "CONTEXT_TOO_SMALL",
      data: { neededTokens: 1_037, contextTokens: CONTEXT },
    }) as Error,
  );
});
