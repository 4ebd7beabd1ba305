import { describe, expect, it } from "vitest";
import {
  createGovernor,
  DECODING,
  type GovernorState,
  nextState,
  READING,
  startState,
  stateAfterHint,
  threadCounts,
  threadsOf,
} from "./governor.ts";

type Machine = (threads: number) => number;

/** Milliseconds a token, as seen on two cores: bound by memory when quiet, a cliff when a thread has to share its core. */
const quiet: Machine = (threads) => (threads === 1 ? 20 : 15);
const oneCoreBusy: Machine = (threads) => (threads === 1 ? 20 : 55);
const bothBusy: Machine = (threads) => (threads === 1 ? 40 : 2_500);
const singleIsBest: Machine = (threads) => (threads === 1 ? 18 : 24);
const sixteenCores: Machine = (threads) => 5 + 120 / threads + 0.6 * threads;

/** Up to 15% of noise, and each thirtieth token three times as long: repeatable, not random. */
function noisy(machine: Machine): Machine {
  let seed = 1;
  return (threads) => {
    seed = (seed * 48_271) % 2_147_483_647;
    const isHiccup = seed % 30 === 0;
    return machine(threads) * (1 + ((seed >> 8) % 1_000) / 6_667) * (isHiccup ? 3 : 1);
  };
}

function run(state: GovernorState, machine: Machine, tokens: number) {
  const used: number[] = [];
  let ms = 0;
  for (let token = 0; token < tokens; token += 1) {
    const threads = threadsOf(state);
    const took = machine(threads);
    used.push(threads);
    ms += took;
    state = nextState(state, took, took, DECODING);
  }
  return { state, used, tokensPerSecond: (tokens / ms) * 1_000, switches: switchesIn(used) };
}

function switchesIn(used: readonly number[]): number {
  return used.filter((threads, index) => index > 0 && threads !== used[index - 1]).length;
}

function share(used: readonly number[], threads: number): number {
  return used.filter((value) => value === threads).length / used.length;
}

describe("the thread governor", () => {
  it("costs less than two percent on a quiet machine, and stays with what is best there", () => {
    const { used, tokensPerSecond } = run(startState(2, DECODING), noisy(quiet), 1_000);
    const best = run(
      startState(1, DECODING),
      noisy(() => 15),
      1_000,
    ).tokensPerSecond;
    expect(share(used, 2)).toBeGreaterThan(0.97);
    expect(tokensPerSecond / best).toBeGreaterThan(0.98);
  });

  it("reaches 0.8 of the best fixed count in the first hundred tokens when one of two cores is busy", () => {
    const { tokensPerSecond } = run(startState(2, DECODING), noisy(oneCoreBusy), 100);
    const best = run(startState(1, DECODING), noisy(oneCoreBusy), 100).tokensPerSecond;
    expect(tokensPerSecond / best).toBeGreaterThan(0.8);
  });

  it("leaves a hopeless count after two tokens", () => {
    const { used } = run(startState(2, DECODING), bothBusy, 10);
    expect(used.slice(2)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it("uses fewer threads on a quiet machine when that is faster", () => {
    const { used } = run(startState(2, DECODING), noisy(singleIsBest), 200);
    expect(share(used.slice(20), 1)).toBeGreaterThan(0.9);
  });

  it("gives way within a dozen tokens when a load comes, and takes the core back when it goes", () => {
    const before = run(startState(2, DECODING), noisy(quiet), 500);
    const during = run(before.state, noisy(oneCoreBusy), 300);
    const after = run(during.state, noisy(quiet), 600);
    expect(share(during.used.slice(12), 1)).toBeGreaterThan(0.9);
    expect(share(after.used.slice(300), 2)).toBeGreaterThan(0.9);
  });

  it("does not oscillate: it tries less and less while nothing changes", () => {
    const first = run(startState(2, DECODING), noisy(oneCoreBusy), 500);
    const later = run(first.state, noisy(oneCoreBusy), 1_000);
    expect(later.switches).toBeLessThan(14);
  });

  it("climbs down to the best of many cores, from all of them", () => {
    const { state } = run(startState(32, DECODING), noisy(sixteenCores), 1_500);
    const best = sixteenCores(14);
    expect(sixteenCores(threadsOf({ ...state, trial: null })) / best).toBeLessThan(1.08);
  });

  it("starts within the free cores when it is told of them, and tries more once they are free again", () => {
    const busy = stateAfterHint(startState(2, DECODING), 1, DECODING);
    expect(threadsOf(busy)).toBe(1);
    const settled = run(busy, noisy(oneCoreBusy), 100).state;
    const { used } = run(stateAfterHint(settled, 2, DECODING), noisy(quiet), 60);
    expect(share(used.slice(10), 2)).toBeGreaterThan(0.8);
  });

  it("takes cores back that are free again, also when it only reads short prompts", () => {
    const governor = createGovernor(2, READING);
    const answer = (freeCores: number, machine: Machine): number => {
      governor.hint(freeCores);
      const threads = governor.threadsNow();
      governor.note(machine(threads), 100);
      return threads;
    };
    for (let count = 0; count < 10; count += 1) answer(1.9, quiet);
    expect(answer(1.2, oneCoreBusy)).toBe(1);
    expect(answer(1.3, oneCoreBusy)).toBe(1);
    // Something is always running a little: all of a core is never free.
    expect(answer(1.7, quiet)).toBe(2);
    // Nobody told of the load, it was felt; and it is over.
    for (let count = 0; count < 20; count += 1) answer(1.7, oneCoreBusy);
    governor.hint(0.9);
    expect(governor.threadsNow()).toBe(1);
    expect(answer(1.8, quiet)).toBe(2);
  });

  it("takes back no more of many cores than are free", () => {
    const state = stateAfterHint(stateAfterHint(startState(16, DECODING), 4, DECODING), 8, DECODING);
    expect(threadsOf(state)).toBe(8);
    expect(threadsOf(stateAfterHint(state, 16, DECODING))).toBe(16);
  });

  it("asks every count up to 8, then fewer", () => {
    expect(threadCounts(1)).toEqual([1]);
    expect(threadCounts(4)).toEqual([1, 2, 3, 4]);
    expect(threadCounts(24)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 17, 22, 24]);
  });
});

describe("a call that somebody waits for", () => {
  it("is not the one to look around with", () => {
    const governor = createGovernor(2, READING);
    for (let call = 0; call < 50; call += 1) {
      expect(governor.threadsNow()).toBe(2);
      governor.note(15, 300);
    }
  });

  it("follows up a change of the machine", () => {
    const governor = createGovernor(2, READING);
    const used = new Set<number>();
    for (let call = 0; call < 50; call += 1) {
      const threads = governor.threadsNow();
      used.add(threads);
      governor.note(call < 10 ? quiet(threads) : oneCoreBusy(threads), 300);
    }
    expect(used).toContain(1);
    expect(governor.threadsNow()).toBe(1);
  });
});
